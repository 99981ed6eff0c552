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

/** Ticks the confirmation that is on screen and starts; gives back how many are invited. */
export async function startRun(page: Page, form: Locator): Promise<number> {
  const tick = form.getByLabel(/^Send \d[\d,]* invitations? now$/);
  const count = Number((await form.getByText(/^Send \d/).innerText()).replace(/\D/g, ''));
  await tick.check();
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(page).toHaveURL(/\/staff\/bulk-invitations\/[\da-f-]{36}$/);
  return count;
}

/** The bar that a person watches. */
export function progressBar(page: Page): Locator {
  return page.getByRole('progressbar');
}

/** How many have a result, by the bar. */
export async function progress(page: Page): Promise<number> {
  return Number(await progressBar(page).getAttribute('aria-valuenow'));
}

/** The bar goes on from where it is, without anybody doing anything. */
export async function expectProgress(page: Page): Promise<void> {
  const before = await progress(page);
  await expect.poll(() => progress(page), { message: 'the bar moves' }).toBeGreaterThan(before);
}
