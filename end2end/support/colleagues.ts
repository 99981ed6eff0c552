import { type Page, expect } from '@playwright/test';
import { choosePassword } from './client-pages.ts';
import type { Demo } from './demo.ts';
import { keptMail } from './links.ts';
import type { Person } from './portal.ts';

type Preset = 'Everything' | 'Invoices only' | 'Projects and documents only';

/** A client's administrator invites a colleague. */
export async function inviteColleague(page: Page, { name, email }: Pick<Person, 'name' | 'email'>, preset: Preset): Promise<void> {
  await page.goto('/portal');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('combobox', { name: 'Sees', exact: true }).selectOption(preset);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('The invitation is on its way.');
}

/** The colleague follows the link of the mail and is signed in. */
export async function acceptInvitation(page: Page, demo: Demo, { email, password }: Person): Promise<void> {
  const { link } = await keptMail(demo.portal, email);
  await page.goto(`${demo.portal.url}${link}`);
  await choosePassword(page, password);
}
