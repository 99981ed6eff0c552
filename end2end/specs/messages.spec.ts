import { expect, test } from '../support/demo.ts';

test('a client asks, staff answer, and both see that it was read', async ({ pageOf }) => {
  const client = await pageOf('client');
  await client.goto('/portal/messages');
  const question = `Could we start a week later? <script>alert(1)</script> ${Date.now()}`;
  await client.getByLabel('Your message').fill(question);
  await client.getByRole('button', { name: 'Send message' }).click();
  await expect(client.getByText('Your message is sent.')).toBeVisible();
  await expect(client.locator('.thread').getByText(question)).toBeVisible();
  await expect(client.getByLabel('Your message')).toHaveValue('');

  const staff = await pageOf('power_user');
  await staff.goto('/staff/messages?status=unanswered');
  await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).first().click();
  await expect(staff.locator('.thread').getByText(question)).toBeVisible();
  await staff.getByLabel('Your message').fill('A week later is fine.');
  await staff.getByRole('button', { name: 'Send message' }).click();
  await expect(staff.getByText('Your message is sent.')).toBeVisible();

  await client.goto('/portal/messages');
  await expect(client.locator('.thread').getByText('A week later is fine.')).toBeVisible();
  await expect(client.locator('.message', { hasText: question }).getByText('Read', { exact: true })).toBeVisible();
  await staff.reload();
  await expect(staff.locator('.message', { hasText: 'A week later is fine.' }).getByText('Read', { exact: true })).toBeVisible();
});

test('a text that is too long is refused and still there', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/messages');
  const long = 'x'.repeat(100_000);
  await page.getByLabel('Your message').fill(long);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByText(/up to 10,000 characters, and this one has 100,000/)).toBeVisible();
  await expect(page.getByLabel('Your message')).toHaveValue(long);
  await page.getByLabel('Your message').fill('Short, then.');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.locator('.thread').getByText('Short, then.')).toBeVisible();
});
