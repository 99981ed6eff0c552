import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo.ts';
import { picture } from '../support/files.ts';
import { first } from '../support/pages.ts';

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

test('files go with messages both ways, and are documents', async ({ pageOf }) => {
  const unique = Math.random().toString(36).slice(2, 8);
  const [name, answer] = [`Grundriß 🏗️ ${unique}.png`, `Answer ${unique}.png`];
  const client = await pageOf('client');
  await client.goto('/portal/messages');
  await client.getByLabel('Your message').fill(`The plan ${unique}`);
  await client.getByLabel('Files', { exact: true }).setInputFiles([picture(name)]);
  await client.getByRole('button', { name: 'Send message' }).click();
  await expect(client.getByText('Your message is sent.')).toBeVisible();
  await expect(client.getByLabel('Your message')).toHaveValue('');
  const sent = client.locator('.message').filter({ hasText: `The plan ${unique}` });
  const shown = sent.getByRole('img', { name: `The picture ${name}` });
  await shown.scrollIntoViewIfNeeded();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  const coming = client.waitForEvent('download');
  await sent.getByRole('link', { name: `Download “${name}”` }).click();
  expect((await coming).suggestedFilename()).toBe(name);

  const staff = await pageOf('power_user');
  await staff.goto('/staff/messages?q=Fairwater');
  await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).first().click();
  await expect(staff.locator('.message').filter({ hasText: name })).toBeVisible();
  // A message may be its files alone.
  await staff.getByLabel('Files', { exact: true }).setInputFiles([picture(answer)]);
  await staff.getByRole('button', { name: 'Send message' }).click();
  await expect(staff.getByText('Your message is sent.')).toBeVisible();

  await client.goto(`/portal/documents?q=${unique}`);
  await expect(client.getByRole('row').filter({ hasText: 'Sent with a message' })).toHaveCount(2);
  await client.getByRole('main').getByRole('link', { name: answer, exact: true }).click();
  await client.getByRole('link', { name: 'View the conversation' }).click();
  await expect(client.locator('.message').filter({ hasText: answer })).toBeVisible();
});

/** Asks about the first paper of a list, from its page; gives the paper's path. */
async function askAbout(client: Page, list: string, kind: 'Quote' | 'Invoice', question: string): Promise<string> {
  await client.goto(list);
  await first(list.split('?')[0]!)(client);
  await expect(client.getByRole('heading', { level: 1 })).toContainText(`${kind} `);
  const paper = new URL(client.url()).pathname;
  await client.getByRole('main').getByRole('link', { name: 'Ask a question' }).click();
  await expect(client.locator('.compose .message-about')).toContainText(`${kind} `);
  await client.getByLabel('Your message').fill(question);
  await client.getByRole('button', { name: 'Send message' }).click();
  await expect(client.locator('.message').filter({ hasText: question }).locator(`a[href="${paper}"]`)).toBeVisible();
  return paper;
}

test('a question about a quote has the quote with it', async ({ pageOf }) => {
  const question = `Is delivery included? ${Date.now()}`;
  const quote = await askAbout(await pageOf('client'), '/portal/quotes?status=sent', 'Quote', question);
  expect(quote).toMatch(/^\/portal\/quotes\/[0-9a-f-]+$/);

  const staff = await pageOf('power_user');
  await staff.goto('/staff/messages?q=Fairwater');
  await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).first().click();
  await staff.locator('.message').filter({ hasText: question }).locator('.message-about').getByRole('link').click();
  await expect(staff).toHaveURL(new RegExp(quote.replace('/portal/', '/staff/')));
});

test('a question about an invoice has the invoice with it', async ({ pageOf }) => {
  const invoice = await askAbout(await pageOf('client'), '/portal/invoices', 'Invoice', `May we pay a week later? ${Date.now()}`);
  expect(invoice).toMatch(/^\/portal\/invoices\/[0-9a-f-]+$/);
});

test('a refused file leaves the text', async ({ pageOf, guard }) => {
  guard.allow(/\b422\b/);
  const page = await pageOf('client');
  await page.goto('/portal/messages');
  const text = `Here it is ${Date.now()}`;
  await page.getByLabel('Your message').fill(text);
  await page.getByLabel('Files', { exact: true }).setInputFiles([{ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('main').getByText('“empty.txt” is empty.').first()).toBeVisible();
  await expect(page.getByLabel('Your message')).toHaveValue(text);
  await page.goto('/portal/messages');
  await expect(page.getByLabel('Your message')).toHaveValue(text);
  await page.getByLabel('Files', { exact: true }).setInputFiles([picture('full.png')]);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.locator('.thread').getByText(text)).toBeVisible();
});
