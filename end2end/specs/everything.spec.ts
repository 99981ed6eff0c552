import { readFileSync } from 'node:fs';
import { expect, test } from '../support/demo.ts';

test('a client takes everything along', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/settings');
  const data = page.getByRole('main').getByRole('region', { name: 'Your data' });
  await expect(data).toContainText('all documents that are shared with you');
  const coming = page.waitForEvent('download');
  await data.getByRole('link', { name: 'Download everything (ZIP)' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^Fairwater Ferries \d{4}-\d\d-\d\d\.zip$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  // Names stand in the archive as they are.
  const text = bytes.toString('latin1');
  for (const name of ['Invoices.csv', 'Messages.csv', 'Invoices/Invoice ', 'Quotes/Quote ', 'Documents/']) {
    expect(text).toContain(name);
  }
});
