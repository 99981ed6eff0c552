import { expect, test } from '../support/demo.ts';

test('files of a message show how far they are, and the text is there until then', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/messages');
  await page.waitForLoadState('networkidle');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1_500_000 });
  const name = `large-${Date.now()}.bin`;
  await page.getByLabel('Your message').fill(`All of it: ${name}`);
  await page.getByLabel('Files', { exact: true }).setInputFiles([{ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(6_000_000, 7) }]);
  await page.getByRole('button', { name: 'Send message' }).click();
  const bar = page.getByRole('progressbar', { name });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5);
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100);
  await expect(page.getByLabel('Your message')).toHaveValue(`All of it: ${name}`);
  await expect(page.getByText('Your message is sent.')).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('.message').filter({ hasText: `All of it: ${name}` }).getByRole('link', { name: new RegExp(`${name}$`) })).toBeVisible();
  await expect(page.getByLabel('Your message')).toHaveValue('');
});

test('six files are refused before they are sent', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/messages');
  await page.waitForLoadState('networkidle');
  const files = Array.from({ length: 6 }, (_, n) => ({ name: `${n}.txt`, mimeType: 'text/plain', buffer: Buffer.from('x') }));
  await page.getByLabel('Your message').fill('Six of them');
  await page.getByLabel('Files', { exact: true }).setInputFiles(files);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('alert')).toHaveText('Choose at most 5 files at once.');
  await expect(page.getByLabel('Your message')).toHaveValue('Six of them');
});
