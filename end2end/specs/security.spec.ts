import type { Locator, Page } from '@playwright/test';
import { test, expect } from '../support/demo.ts';
import { fillSignIn, signIn, signOut } from '../support/sign-in.ts';
import { totp } from '../support/totp.ts';

/** Two-step sign-in on the page about the safety of an account. */
const twoStep = (page: Page): Locator => page.getByRole('region', { name: 'Two-step sign-in' });

/** Switches it on; the key, and the recovery codes. */
async function switchOn(page: Page, password: string): Promise<{ key: string; codes: string[] }> {
  await twoStep(page).getByLabel('Current password').fill(password);
  await twoStep(page).getByRole('button', { name: 'Set up' }).click();
  await expect(twoStep(page).getByRole('img', { name: /QR code/ })).toBeVisible();
  const key = await twoStep(page).locator('code.secret').innerText();
  await twoStep(page).getByLabel('Code', { exact: true }).fill(totp(key));
  await twoStep(page).getByRole('button', { name: 'Switch on' }).click();
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  return { key, codes: await list.getByRole('listitem').allInnerTexts() };
}

/** Opens what is done seldom, and does it. */
async function disclose(page: Page, summary: string, button: string, password: string): Promise<void> {
  await twoStep(page).getByText(summary, { exact: true }).click();
  const form = twoStep(page).locator('details').filter({ hasText: summary });
  await form.getByLabel('Current password').fill(password);
  await form.getByRole('button', { name: button }).click();
}

// One account, in one order.
test.describe.configure({ mode: 'serial' });

for (const role of ['client_of_two', 'admin'] as const) {
  test(`two-step sign-in of ${role}: on, in by code, in by recovery code, off`, async ({ page, demo }) => {
    const person = demo.people[role];
    const security = role === 'admin' ? '/staff/security' : '/portal/security';
    await signIn(page, person);
    await page.goto(security);
    const { key, codes } = await switchOn(page, person.password);
    await page.reload();
    await expect(page.getByText(codes[0]!)).toHaveCount(0);
    await expect(twoStep(page)).toContainText('10 recovery codes are left');

    await signOut(page);
    await page.goto(security);
    await fillSignIn(page, person);
    await expect(page).toHaveURL(/\/login\/code\?next=/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter your code');
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.locator('.field-error')).toContainText('wrong or has been used');
    await page.getByLabel('Code', { exact: true }).fill(totp(key, 30));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(new RegExp(`${security}$`));
    await expect(page.getByRole('region', { name: 'What happened to your account' })).toContainText('Wrong code');

    await signOut(page);
    await fillSignIn(page, person);
    await page.getByLabel('Code', { exact: true }).fill(codes[3]!.toUpperCase());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).not.toHaveURL(/\/login/);
    await page.goto(security);
    await expect(twoStep(page)).toContainText('9 recovery codes are left');
    await disclose(page, 'Switch two-step sign-in off', 'Switch off', person.password);
    await expect(page.getByRole('main').getByRole('status')).toContainText('Two-step sign-in is off');
    await signOut(page);
    await signIn(page, person);
  });
}

test('“This wasn’t me” asks first, and then shuts the account', async ({ page, demo }) => {
  const person = { email: 'rita.report@company.example', name: 'Rita Report', password: 'copper-kettle-at-night' };
  await demo.portal.createStaff('member', person);
  await signIn(page, person);
  await signOut(page);
  await signIn(page, person);
  await page.goto('/staff/security');
  const log = page.getByRole('region', { name: 'What happened to your account' });
  await expect(log.getByText('This session')).toBeVisible();
  await log.getByRole('button', { name: /This wasn’t me/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'It wasn’t me' }).click();
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByRole('main').getByRole('status')).toContainText(`on its way to ${person.email}`);
  await fillSignIn(page, person);
  await expect(page.getByRole('alert')).toContainText('do not belong together');
});
