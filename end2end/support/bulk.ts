import { type Locator, type Page, expect } from '@playwright/test';

/**
 * Opens the BulkInviteDialog from the list of clients, as a power user who is signed in. Before the WASM is there the
 * button leads to the same form on a page of its own; then this looks again.
 */
export async function openBulkInvitations(page: Page, press = (button: Locator) => button.click()): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Bulk invitations' });
  await expect(async () => {
    await page.goto('/staff/clients', { waitUntil: 'networkidle' });
    await press(page.getByRole('button', { name: 'Bulk invitations' }));
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass();
  // Clients are counted when it opens.
  await expect(dialog.locator('dl').first()).toBeVisible();
  return dialog;
}

/** The groups of the preflight, by their label. */
export async function groups(dialog: Locator): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const row of await dialog.locator('dl > div').all()) {
    found[(await row.locator('dt').innerText()).trim()] = Number((await row.locator('dd').innerText()).replace(/\D/g, ''));
  }
  return found;
}

/** The bar that a person watches. */
export function progressBar(page: Page): Locator {
  return page.getByRole('progressbar');
}
