import { expect, test } from '../support/demo.ts';
import { drop, picture } from '../support/files.ts';

test('dropped files are sent one by one with their progress, and what is refused stays to be read', async ({ pageOf, guard }) => {
  guard.allow(/\b422\b/);
  const page = await pageOf('client');
  await page.goto('/portal/documents');
  await page.waitForLoadState('networkidle');
  const [name, empty] = [`dropped-${Date.now()}.png`, 'empty.txt'];
  await drop(page, [picture(name), { name: empty, mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
  const refuses = page.waitForResponse((response) => response.url().endsWith('/portal/documents/upload') && response.status() === 422);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await refuses;
  await expect(page.getByRole('progressbar', { name })).toHaveAttribute('aria-valuenow', '100');
  await expect(page.getByText('“empty.txt” is empty.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
});

test('a file on its way shows how far it is', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/documents');
  await page.waitForLoadState('networkidle');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1_500_000 });
  const name = `large-${Date.now()}.bin`;
  await page.getByLabel('Files', { exact: true }).setInputFiles([{ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(6_000_000, 7) }]);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  const bar = page.getByRole('progressbar', { name });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5);
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100);
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible({ timeout: 20_000 });
});
