import { test, expect } from '../support/demo.ts';
import { openClient } from '../support/staff-pages.ts';

/** A PNG of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('a picture stands in the bar, and goes again', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/profile');
  const picture = page.getByRole('region', { name: 'Picture' });
  await picture.getByLabel('Your picture').setInputFiles({ name: 'me.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await picture.getByRole('button', { name: 'Upload' }).click();
  await expect(picture.locator('.field-error')).toContainText('JPEG, PNG or WebP');
  await picture.getByLabel('Your picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: PICTURE });
  await picture.getByRole('button', { name: 'Upload' }).click();
  await expect(page.getByRole('main').getByRole('status')).toContainText('Your picture is saved.');
  const inBar = page.getByRole('banner').locator('img.avatar');
  await expect(inBar).toBeVisible();
  expect(await inBar.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await picture.getByRole('button', { name: 'Remove picture' }).click();
  await page.getByRole('dialog', { name: 'Remove your picture?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(inBar).toHaveCount(0);
});

test('a client asks for another address, and staff confirm it', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/profile');
  const details = page.getByRole('region', { name: /^Address and telephone of/ });
  const client = (await details.getByRole('heading').innerText()).replace('Address and telephone of ', '');
  const street = `Harbour Lane ${Date.now() % 1_000}`;
  await details.getByLabel('Street').fill(street);
  await details.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(details).toContainText('waits for us');

  const staff = await pageOf('member');
  await openClient(staff, client);
  const change = staff.getByRole('region', { name: 'Change of particulars' });
  await expect(change).toContainText(street);
  await change.getByRole('button', { name: 'Accept the change' }).click();
  await expect(staff.getByRole('region', { name: 'Particulars', exact: true })).toContainText(street);

  await page.goto('/portal/notifications');
  await page.getByRole('button', { name: /is confirmed/ }).first().click();
  await expect(details.getByLabel('Street')).toHaveValue(street);
  await expect(details).not.toContainText('waits for us');
});
