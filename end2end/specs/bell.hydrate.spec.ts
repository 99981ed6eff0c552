import { expect, test } from '../support/demo.ts';

test('an answer rings the bell of a page that is open', async ({ pageOf }) => {
  const client = await pageOf('client');
  const stream = client.waitForRequest(/\/portal\/notifications\/events$/);
  await client.goto('/portal/profile');
  await stream;
  const staff = await pageOf('power_user');
  await staff.goto('/staff/messages?q=Fairwater');
  await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).first().click();
  await staff.getByLabel('Your message').fill('Something new for you.');
  await staff.getByRole('button', { name: 'Send message' }).click();
  await expect(staff.getByText('Your message is sent.')).toBeVisible();

  await expect(client.getByRole('status').filter({ hasText: 'New notification' })).toBeAttached({ timeout: 3_000 });
  await client.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
  await expect(client.locator('#bell').getByText(/wrote to you/).first()).toBeVisible();
});

test('what is being written survives a reload', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/messages');
  // Typing again until the island is awake.
  await expect(async () => {
    await page.getByLabel('Your message').fill('Half a sentence');
    expect(await page.evaluate(() => Object.values({ ...sessionStorage }).join())).toContain('Half a sentence');
  }).toPass();
  await page.reload();
  await expect(page.getByLabel('Your message')).toHaveValue('Half a sentence');
});
