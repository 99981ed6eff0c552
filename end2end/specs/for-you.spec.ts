import type { Locator, Page } from '@playwright/test';
import { query } from '../support/database.ts';
import { expect, test } from '../support/demo.ts';
import { picture } from '../support/files.ts';
import { tabTo } from '../support/keyboard.ts';

const unique = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;

const list = (page: Page): Locator => page.getByRole('main').getByRole('region', { name: 'For you' });

/** The form that a row's button opens, with the keyboard alone. */
async function openForm(page: Page, row: Locator, label: string): Promise<Locator> {
  await tabTo(page, row.getByRole('button', { name: label, exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog').filter({ visible: true });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('what waits is done in the list, with the keyboard', async ({ pageOf, demo }) => {
  const [page, staff] = [await pageOf('client'), await pageOf('member')];
  // The company's day may be another than that of this machine.
  const [{ today } = {}] = await query(demo.portal, "select to_char(now() at time zone time_zone, 'YYYY-MM-DD') as today from company");
  const [title, news] = [unique('Proof of insurance'), unique('Shall we begin on Monday?')];

  await test.step('the company asks for a file, and writes', async () => {
    await staff.goto('/staff/clients?q=Fairwater');
    await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).click();
    await staff.getByRole('navigation', { name: 'Client', exact: true }).getByRole('link', { name: 'Documents' }).click();
    await staff.getByLabel('Which file').fill(title);
    await staff.getByLabel('Needed by').fill(String(today));
    await staff.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(staff.getByText('The client is asked for the file.')).toBeVisible();
    await staff.goto('/staff/messages?q=Fairwater');
    await staff.getByRole('main').getByRole('link', { name: 'Fairwater Ferries' }).first().click();
    await staff.getByLabel('Your message').fill(news);
    await staff.getByRole('button', { name: 'Send message' }).click();
    await expect(staff.getByText('Your message is sent.')).toBeVisible();
  });

  await page.goto('/portal');

  await test.step('a file', async () => {
    const row = list(page).getByRole('listitem').filter({ hasText: title });
    const dialog = await openForm(page, row, 'Upload');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(row.getByRole('button', { name: 'Upload', exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, row.getByLabel('Files'));
    await row.getByLabel('Files').setInputFiles([picture('insurance.png')]);
    await tabTo(page, row.getByRole('button', { name: 'Upload', exact: true }).last());
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/portal(#for-you)?$/);
    await expect(page.getByText('“insurance.png” is uploaded.')).toBeVisible();
    await expect(row).toHaveCount(0);
  });

  await test.step('a message', async () => {
    const row = list(page).getByRole('listitem').filter({ hasText: news });
    await openForm(page, row, 'Answer');
    await tabTo(page, row.getByLabel('Your message'));
    await page.keyboard.type('Monday is fine.');
    await tabTo(page, row.getByRole('button', { name: 'Send message' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/portal(#for-you)?$/);
    await expect(page.getByText('Your message is sent.')).toBeVisible();
    await expect(row).toHaveCount(0);
    await staff.reload();
    await expect(staff.locator('.thread').getByText('Monday is fine.')).toBeVisible();
  });

  await test.step('a quote', async () => {
    const row = list(page).getByRole('listitem').filter({ hasText: 'Quote ' }).first();
    const number = (await row.getByRole('link', { name: /^Quote / }).first().innerText()).replace('Quote ', '');
    await openForm(page, row, 'Approve');
    await tabTo(page, row.getByLabel('Your name in full'));
    await page.keyboard.type('Kim Keyboard');
    await row.locator('form').evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await tabTo(page, row.getByRole('button', { name: 'Approve quote' }));
    await page.keyboard.press('Enter');
    // It comes back open, with what was typed.
    await expect(page.getByText('Please accept the terms to approve this quote.').first()).toBeVisible();
    const form = list(page).getByRole('region', { name: `Approve quote ${number}` });
    await expect(form.getByLabel('Your name in full')).toHaveValue('Kim Keyboard');
    await tabTo(page, form.getByLabel('I accept the terms of this quote'));
    await page.keyboard.press('Space');
    await tabTo(page, form.getByRole('button', { name: 'Approve quote' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText('Thank you. The quote is approved.')).toBeVisible();
    await expect(page).toHaveURL(/\/portal(#for-you)?$/);
    await expect(list(page).getByRole('link', { name: `Quote ${number}` })).toHaveCount(0);
    const [row_] = await query(demo.portal, 'select status from quotes where number = $1', [number]);
    expect(row_!.status).toBe('approved');
  });

  await test.step('an invoice is one press away', async () => {
    await list(page).getByRole('link', { name: 'Pay', exact: true }).first().click();
    await expect(page).toHaveURL(/\/portal\/invoices\/.*#pay$/);
    await expect(page.getByRole('region', { name: 'Pay this invoice' })).toBeVisible();
  });
});
