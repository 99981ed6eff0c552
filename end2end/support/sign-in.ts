import { type Page, expect } from '@playwright/test';

/** Fills in the form that is on screen. */
export async function fillSignIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/login');
  await fillSignIn(page, person);
  await expect(page).not.toHaveURL(/\/login/);
}

/** Through the user menu, as a person does. */
export async function signOut(page: Page): Promise<void> {
  const logout = page.getByRole('button', { name: 'Logout' });
  if (!(await logout.isVisible())) await page.getByRole('button', { name: 'Account menu' }).click();
  await logout.click();
  await expect(page).toHaveURL(/\/login/);
}
