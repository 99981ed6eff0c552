import type { Locator, Page } from '@playwright/test';
import { expectNoSidewaysScroll, expectNothingForAxe } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { Device } from '../support/device.ts';
import { BELL_OF_AN_ENDED_SESSION } from '../support/guard.ts';
import { fillSignIn, signIn, signOut } from '../support/sign-in.ts';

// Browsers have no passkeys for addresses of numbers.
test.use({ host: 'localhost' });
// One account, in one order.
test.describe.configure({ mode: 'serial' });

/** Passkeys on the page about the safety of an account. */
const passkeys = (page: Page): Locator => page.getByRole('region', { name: 'Passkeys' });
const notice = (page: Page): Locator => page.getByRole('main').getByRole('status');

/** Opens what is done seldom. */
async function disclose(page: Page, summary: string | RegExp): Promise<Locator> {
  const details = passkeys(page).locator('details').filter({ hasText: summary });
  await details.locator('summary').click();
  return details;
}

/** What is on screen now can be used by everybody, at any width. */
async function check(page: Page, isPhone: boolean): Promise<void> {
  const size = page.viewportSize()!;
  await expectNothingForAxe(page);
  await expectNoSidewaysScroll(page, isPhone);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null });
}

for (const role of ['client_of_two', 'admin'] as const) {
  test(`passkeys of ${role}: add, in by passkey alone, after the password, remove`, async ({ page, demo, guard, isMobile }) => {
    // The bell's stream may ask just when the session ends.
    guard.allow(BELL_OF_AN_ENDED_SESSION);
    const person = demo.people[role];
    const security = role === 'admin' ? '/staff/security' : '/portal/security';
    const device = await Device.of(page);
    await signIn(page, person);
    await page.goto(security);

    // The wrong password, a device whose owner does not answer, and then as it should be.
    await passkeys(page).getByLabel('Current password').fill('not the password');
    await passkeys(page).getByRole('button', { name: 'Add a passkey' }).click();
    await expect(passkeys(page).locator('.field-error')).toContainText('not your current password');
    await passkeys(page).getByLabel('Current password').fill(person.password);
    await passkeys(page).getByRole('button', { name: 'Add a passkey' }).click();
    await expect(passkeys(page).getByLabel('Name of the passkey')).toHaveValue(/Chrome/);
    await passkeys(page).getByLabel('Name of the passkey').fill('My laptop');
    await device.isOwner(false);
    await passkeys(page).getByRole('button', { name: 'Continue on your device' }).click();
    await expect(passkeys(page).getByRole('alert')).toContainText('has not used a passkey');
    await device.isOwner(true);
    await passkeys(page).getByRole('button', { name: 'Continue on your device' }).click();
    await expect(notice(page)).toContainText('The passkey is added');
    await expect(passkeys(page).getByRole('listitem')).toHaveCount(1);
    await expect(passkeys(page).getByRole('listitem')).toContainText('My laptop');
    await expect(passkeys(page).getByRole('listitem')).toContainText('Not used yet');
    expect(await device.passkeys()).toBe(1);
    await check(page, isMobile);

    // In without address and password, to the page that was wanted.
    await device.answers(false);
    await signOut(page);
    await page.goto(security);
    const button = page.getByRole('button', { name: 'Sign in with a passkey' });
    await expect(button).toBeVisible();
    await check(page, isMobile);
    await device.answers(true);
    await button.click();
    await expect(page).toHaveURL(new RegExp(`${security}$`));
    await expect(passkeys(page).getByRole('listitem')).toContainText('Last used');

    // After the password.
    const asking = await disclose(page, 'Ask for a passkey after the password');
    await asking.getByLabel('Current password').fill(person.password);
    await asking.getByRole('button', { name: 'Ask for a passkey' }).click();
    await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
    const code = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').first().innerText();
    await expect(passkeys(page)).toContainText('10 recovery codes are left');
    await device.answers(false);
    await signOut(page);
    await fillSignIn(page, person);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Use your passkey');
    await check(page, isMobile);
    await device.answers(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page).not.toHaveURL(/\/login/);
    await device.answers(false);
    await signOut(page);
    await fillSignIn(page, person);
    await page.getByLabel('Recovery code').fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).not.toHaveURL(/\/login/);

    // Another name, and away with it.
    await page.goto(security);
    await expect(passkeys(page)).toContainText('9 recovery codes are left');
    const row = await disclose(page, 'Rename or remove');
    await row.getByLabel('Name').fill('Old laptop');
    await row.getByRole('button', { name: 'Rename' }).click();
    await expect(passkeys(page).getByRole('listitem')).toContainText('Old laptop');
    const again = await disclose(page, 'Rename or remove');
    await expect(again.getByRole('alert')).toContainText('This is your last passkey');
    await again.getByLabel('Current password').fill('not the password');
    await again.getByRole('button', { name: 'Remove' }).click();
    const open = passkeys(page).locator('details[open]');
    await expect(open.locator('.field-error')).toContainText('not your current password');
    await open.getByLabel('Current password').fill(person.password);
    await open.getByRole('button', { name: 'Remove' }).click();
    await expect(notice(page)).toContainText('It was your last one');
    await expect(passkeys(page).getByRole('listitem')).toHaveCount(0);
    const log = page.getByRole('region', { name: 'What happened to your account' });
    for (const line of ['Added passkey', 'Renamed passkey', 'Removed passkey', 'Used a recovery code']) {
      await expect(log.getByText(line, { exact: true }).first()).toBeVisible();
    }

    // What the device still has opens nothing. This browser offers nothing in the field: the device that is played here would
    // answer such an offer by itself, and again on the page after it.
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
    await signOut(page);
    await device.answers(true);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByRole('alert')).toContainText('This passkey was not taken');
    await device.answers(false);
    await signIn(page, person);
  });
}
