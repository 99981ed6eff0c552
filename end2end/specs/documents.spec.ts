import { readFileSync } from 'node:fs';
import { expect, test } from '../support/demo.ts';
import { PICTURE, picture, upload } from '../support/files.ts';

/** Each browser of the suite has the same demo company. */
const unique = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;

test('a client uploads a file, looks at it, fetches it back, and takes it back', async ({ pageOf }) => {
  const page = await pageOf('client');
  const name = `${unique('Grundriß 🏗️')}.png`;
  const row = page.getByRole('row').filter({ hasText: name });

  await test.step('upload', async () => {
    await page.goto('/portal/documents');
    await upload(page, [picture(name)]);
    await expect(row).toContainText('Uploaded by you');
  });

  await test.step('look', async () => {
    await row.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    const shown = page.getByRole('img', { name: `The picture ${name}` });
    await expect(shown).toBeVisible();
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  });

  await test.step('fetch', async () => {
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download', exact: true }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync(await download.path())).toEqual(PICTURE);
  });

  await test.step('take back', async () => {
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete this document?' }).getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('The document is deleted.')).toBeVisible();
    await expect(row).toHaveCount(0);
  });
});

test('all files come as one archive', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/documents');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all (ZIP)' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('Documents.zip');
  expect(readFileSync(await download.path()).subarray(0, 2).toString()).toBe('PK');
});

test('staff ask for a file, send it back, and accept it', async ({ pageOf }) => {
  const [page, staff] = [await pageOf('client'), await pageOf('member')];
  const title = unique('Insurance certificate');
  const asked = page.getByRole('region', { name: 'Files we need from you' }).getByRole('listitem').filter({ hasText: title });
  const waiting = staff.getByRole('region', { name: 'Files you asked for' }).getByRole('listitem').filter({ hasText: title });

  await test.step('staff ask', async () => {
    await staff.goto('/staff/clients?q=Fairwater');
    await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).click();
    await staff.getByRole('navigation', { name: 'Client' }).getByRole('link', { name: 'Documents' }).click();
    await staff.getByLabel('Which file').fill(title);
    await staff.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(staff.getByText('The client is asked for the file.')).toBeVisible();
  });

  await test.step('the client hands a file over', async () => {
    await page.goto('/portal/documents');
    await asked.getByRole('link', { name: /^Hand over/ }).click();
    await expect(page.getByRole('heading', { name: `Hand over: ${title}` })).toBeVisible();
    await upload(page, [picture('certificate.png')]);
    await expect(asked).toContainText('Handed over');
  });

  await test.step('staff send it back', async () => {
    await staff.reload();
    await waiting.locator('summary').click();
    await waiting.getByLabel('What is missing?').fill('The second page.');
    await waiting.getByRole('button', { name: 'Send back', exact: true }).click();
    await expect(waiting).toContainText('Sent back');
    await page.reload();
    await expect(asked).toContainText('The second page.');
  });

  await test.step('the client hands over another, and staff accept it', async () => {
    await asked.getByRole('link', { name: /^Hand over/ }).click();
    await upload(page, [picture('certificate, both pages.png')]);
    await expect(asked).toContainText('Handed over');
    await staff.reload();
    await waiting.getByRole('button', { name: /^Accept/ }).click();
    await expect(waiting).toContainText('Accepted');
  });
});
