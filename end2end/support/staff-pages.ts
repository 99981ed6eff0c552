import type { Page } from '@playwright/test';

/** Opens the page of a client, as staff who are signed in. */
export async function openClient(page: Page, client: string): Promise<void> {
  await page.goto(`/staff/clients?q=${encodeURIComponent(client)}`);
  await page.getByRole('main').getByRole('link', { name: client }).click();
}
