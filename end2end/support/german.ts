import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Chooses in the settings, whose own words `names` are. */
export async function choose(page: Page, names: { region: string; save: string }, language: string): Promise<void> {
  await page.goto('/portal/settings');
  const region = page.getByRole('main').getByRole('region', { name: names.region, exact: true });
  await region.getByRole('combobox').selectOption(language);
  await region.getByRole('button', { name: names.save }).click();
}

export async function chooseGerman(page: Page): Promise<void> {
  await choose(page, { region: 'Language', save: 'Save' }, 'Deutsch');
  await expect(page.getByRole('main').getByRole('status')).toContainText('Die Sprache ist gespeichert.');
}
