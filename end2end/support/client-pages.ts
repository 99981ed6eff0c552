import { type Locator, type Page, expect } from '@playwright/test';

/** A stat card of the ClientPortal page: a link with a label and a figure. */
export function card(page: Page, label: string): Locator {
  return page.getByRole('main').getByRole('link', { name: new RegExp(label) });
}

/** What a card shows. */
export async function expectFigure(page: Page, label: string, figure: string | RegExp): Promise<void> {
  await expect(card(page, label).getByText(figure, { exact: true })).toBeVisible();
}

/** A part of the ClientPortal page by its heading. */
export function section(page: Page, heading: string): Locator {
  return page.getByRole('region', { name: heading });
}

/** Chooses a password on the page that an invitation link leads to. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Repeat password').fill(password);
  await page.getByRole('button', { name: 'Choose password and sign in' }).click();
  await expect(page).toHaveURL(/\/portal$/);
}

/** Fills in and sends the approval that stands on a quote's page. */
export async function approveQuote(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your full name').fill(name);
  await page.getByLabel('I accept the terms of this quote').check();
  await page.getByRole('button', { name: 'Approve quote' }).click();
}
