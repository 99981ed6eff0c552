import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { approveQuote } from '../support/client-pages.ts';
import { expect, test } from '../support/demo.ts';
import { first } from '../support/pages.ts';
import { openClient } from '../support/staff-pages.ts';

const CLIENT = 'Fairwater Ferries';

/** What the link downloads. */
async function download(page: Page, name: string): Promise<{ file: string; start: string; size: number }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
  const bytes = await readFile(await download.path());
  return { file: download.suggestedFilename(), start: bytes.subarray(0, 5).toString('latin1'), size: bytes.length };
}

/** Opens the first open quote, and gives its number. */
async function openQuote(page: Page): Promise<string> {
  await page.goto('/portal/quotes?status=sent');
  await first('/portal/quotes')(page);
  const heading = await page.getByRole('heading', { level: 1 }).innerText();
  return heading.replace('Quote ', '');
}

test('a client takes papers as PDF files', async ({ pageOf }) => {
  const page = await pageOf('client');
  const number = await openQuote(page);
  const quote = await download(page, 'PDF');
  expect(quote).toMatchObject({ file: `Quote ${number}.pdf`, start: '%PDF-' });
  expect(quote.size).toBeGreaterThan(5_000);

  await page.goto('/portal/quotes?status=approved');
  for (const link of await page.locator('main a.row-link').all()) {
    const href = await link.getAttribute('href');
    if (await page.request.get(`${href}/approval.pdf`).then((answer) => answer.ok())) {
      await page.goto(href!);
      break;
    }
  }
  expect((await download(page, 'Approval certificate')).start).toBe('%PDF-');

  await page.goto('/portal/invoices?status=paid');
  await first('/portal/invoices')(page);
  expect((await download(page, 'PDF')).file).toMatch(/^Invoice .*\.pdf$/);
  expect((await download(page, 'Receipt')).file).toMatch(/^Receipt .*\.pdf$/);
});

/** Whether an approved quote becomes a draft invoice. */
async function setBecomesInvoice(admin: Page, is: boolean): Promise<void> {
  await admin.goto('/staff/company');
  const papers = admin.getByRole('region', { name: 'Papers' });
  await papers.getByLabel('An approved quote becomes a draft invoice').setChecked(is);
  await papers.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toContainText('The settings of papers are saved.');
}

test('a quote is revised, declined with a reason, revised again, approved and invoiced', async ({ pageOf }) => {
  const [client, staff, admin] = [await pageOf('client'), await pageOf('member'), await pageOf('admin')];
  const number = await openQuote(client);

  await openClient(staff, CLIENT);
  await staff.getByRole('navigation', { name: 'Client', exact: true }).getByRole('link', { name: 'Quotes' }).click();
  await staff.getByRole('main').getByRole('link', { name: number }).click();
  const revise = async (price: string) => {
    await staff.getByRole('link', { name: 'Revise' }).click();
    await staff.getByLabel('Price of line 1', { exact: true }).fill(price);
    await staff.getByRole('button', { name: /Send revision/ }).click();
  };
  await revise('a lot');
  await expect(staff.getByLabel('Price of line 1', { exact: true })).toHaveValue('a lot');
  await expect(staff.getByText('Please give an amount').first()).toBeVisible();
  await staff.getByLabel('Price of line 1', { exact: true }).fill('123.45');
  await staff.getByRole('button', { name: 'Send revision 2' }).click();
  await expect(staff.getByText('Revision 2 is sent.')).toBeVisible();

  // The client still looks at the first revision.
  await approveQuote(client, 'Stale Signature');
  await expect(client.getByText('This quote was revised meanwhile.').first()).toBeVisible();
  await expect(client.getByText('123.45').first()).toBeVisible();
  await client.getByRole('link', { name: 'Revision 1' }).click();
  await expect(client.getByText('This revision was replaced')).toBeVisible();
  await client.getByRole('link', { name: 'See the present quote' }).click();

  await client.getByText('Decline this quote').click();
  await client.getByLabel('Reason').fill('Still too dear.');
  await client.getByRole('button', { name: 'Decline quote' }).click();
  await expect(client.getByText('The quote is declined.')).toBeVisible();
  await expect(client.getByText('Still too dear.')).toBeVisible();

  await staff.reload();
  await expect(staff.getByText('Still too dear.')).toBeVisible();
  await revise('99.00');
  await setBecomesInvoice(admin, true);
  await client.reload();
  await approveQuote(client, 'Nadia Norton');
  await expect(client.getByText('Thank you. The quote is approved.')).toBeVisible();
  await setBecomesInvoice(admin, false);
  await staff.reload();
  await expect(staff.getByRole('main').getByText('Nadia Norton')).toBeVisible();
  await expect(staff.getByRole('link', { name: 'Revise' })).toHaveCount(0);

  // The client sees the invoice when staff send it.
  const made = staff.getByRole('region', { name: 'Invoice' });
  await expect(made).toContainText('Draft');
  const invoice = await made.getByRole('definition').first().innerText();
  await client.goto(`/portal/invoices?q=${encodeURIComponent(invoice)}`);
  await expect(client.getByRole('main').locator('a.row-link')).toHaveCount(0);
  await made.getByRole('button', { name: 'Send to the client' }).click();
  await expect(made).toContainText('Sent');
  await client.reload();
  await client.getByRole('main').getByRole('link', { name: invoice }).click();
  await expect(client.getByRole('heading', { level: 1 })).toHaveText(`Invoice ${invoice}`);
});

test('an expired quote leads to a question for a new one', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/quotes?status=expired');
  await first('/portal/quotes')(page);
  await expect(page.getByRole('button', { name: 'Approve quote' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Ask for a new quote' }).click();
  await expect(page.getByLabel('Your message')).toHaveValue(/^Please send us a new quote instead of /);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.locator('.message').last()).toContainText('Please send us a new quote');
});
