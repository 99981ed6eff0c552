import { readFileSync } from 'node:fs';
import { query } from '../support/database.ts';
import { expect, test } from '../support/demo.ts';
import { PICTURE, picture } from '../support/files.ts';

test.describe.configure({ mode: 'serial' });

test('a client tells of a transfer, staff confirm it, and the statement has it', async ({ pageOf, javaScriptEnabled }) => {
  const client = await pageOf('client');
  await client.goto('/portal/invoices?status=pending&sort=due');
  await client.getByRole('main').locator('a[href^="/portal/invoices/0"]').first().click();
  const number = (await client.getByRole('heading', { level: 1 }).innerText()).replace('Invoice ', '');
  const pay = client.getByRole('region', { name: 'Pay this invoice' });
  await expect(pay.getByText('NL91 ABNA 0417 1643 00')).toBeVisible();

  // More than is open comes back with what was typed.
  await pay.getByLabel('Amount').fill('99999999');
  await pay.getByLabel('Note (optional)').fill('From our savings account');
  await pay.getByRole('button', { name: 'I have paid' }).click();
  await expect(pay.getByLabel('Amount')).toHaveValue('99999999');
  await expect(pay.getByLabel('Note (optional)')).toHaveValue('From our savings account');
  await expect(pay.getByText(/That is more than/)).toBeVisible();

  // A page that is called a picture is none, and says so at the field.
  await pay.getByLabel('Amount').fill('12.50');
  await pay.getByLabel('Proof (optional)').setInputFiles([{ ...picture('transfer.png'), buffer: Buffer.from('<html><script>alert(1)</script>') }]);
  await pay.getByRole('button', { name: 'I have paid' }).click();
  await expect(pay.getByText(/Choose a picture/)).toBeVisible();

  await expect(pay.getByLabel('Amount')).toHaveValue('12.50');
  await pay.getByLabel('Proof (optional)').setInputFiles([picture('Überweisung.png')]);
  await pay.getByRole('button', { name: 'I have paid' }).click();
  await expect(client.getByText('We are looking out for your transfer')).toBeVisible();
  await expect(client.getByRole('region', { name: 'Proof of the transfer' }).getByText('Überweisung.png')).toBeVisible();

  const staff = await pageOf('member');
  await staff.goto(`/staff/payments?status=to-confirm&q=${encodeURIComponent(number)}`);
  await staff.getByRole('main').locator('a[href^="/staff/payments/0"]').first().click();
  await expect(staff.getByText('From our savings account')).toBeVisible();
  const proof = staff.getByRole('region', { name: 'Proof of the transfer' });
  const shown = proof.getByRole('img', { name: 'The picture Überweisung.png' });
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  const coming = staff.waitForEvent('download');
  await proof.getByRole('link', { name: 'Download' }).click();
  expect(readFileSync(await (await coming).path())).toEqual(PICTURE);
  await staff.getByLabel('I have seen the money on our account').check();
  await staff.getByRole('button', { name: 'Record payment' }).click();
  await expect(staff.getByText('The payment is recorded')).toBeVisible();

  // With script the page says it by itself.
  if (javaScriptEnabled === false) await client.reload();
  await expect(client.getByText('Payment received')).toBeVisible();
  await client.goto('/portal/statement');
  await expect(client.getByRole('row', { name: new RegExp(`Payment of ${number}`) }).first()).toContainText('12.50');
  const [download] = await Promise.all([
    client.waitForEvent('download'),
    client.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^statement-.*\.csv$/);
  const [paper] = await Promise.all([
    client.waitForEvent('download'),
    client.getByRole('link', { name: 'Download PDF' }).click(),
  ]);
  expect(paper.suggestedFilename()).toMatch(/^Statement .*\.pdf$/);
  expect(readFileSync(await paper.path()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('invoices are ticked in the list and paid together', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/invoices?status=pending');
  const ticks = page.getByRole('checkbox');
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await page.getByRole('button', { name: 'Pay ticked invoices' }).click();
  await expect(page.getByRole('heading', { name: 'Pay invoices' })).toBeVisible();
  await expect(page.getByText('Together', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Pay together' })).toBeVisible();
});

test('a transfer that did not arrive is refused with a reason, which the client reads', async ({ pageOf, demo }) => {
  const staff = await pageOf('power_user');
  await staff.goto('/staff/payments?status=to-confirm');
  await staff.getByRole('main').locator('a[href^="/staff/payments/0"]').first().click();
  await staff.getByLabel('Reason').fill('Nothing has come so far.');
  await staff.getByRole('button', { name: 'Refuse payment' }).click();
  await expect(staff.getByText('The payment is refused')).toBeVisible();
  const id = new URL(staff.url()).pathname.split('/').at(-1)!;
  const [told] = await query(demo.portal, 'select count(*) from notifications where href = $1', [`/portal/payments/${id}`]);
  expect(Number(told!.count)).toBeGreaterThan(0);
});
