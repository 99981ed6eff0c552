import { openBulkInvitations, progressBar } from '../support/bulk.ts';
import { expectFocusKept, tabTo } from '../support/keyboard.ts';
import { expect, test } from '../support/demo.ts';

test('staff: sign-in, the BulkInviteDialog and a run without a mouse', async ({ page, demo }) => {
  const person = demo.people.power_user;
  await page.goto('/login');
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type(person.email);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/staff/);

  const open = () =>
    openBulkInvitations(page, async (button) => {
      await tabTo(page, button);
      await page.keyboard.press('Enter');
    });
  const dialog = await open();
  await expect(dialog.locator(':focus')).toHaveCount(1);

  await expectFocusKept(page, dialog, 'Tab');
  await expectFocusKept(page, dialog, 'Shift+Tab');

  const tick = dialog.getByLabel(/^Send \d[\d,]* invitations? now$/);
  await tabTo(page, tick);
  await page.keyboard.press('Space');
  await expect(tick).toBeChecked();

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Bulk invitations' })).toBeFocused();

  await open();
  await tabTo(page, tick);
  await page.keyboard.press('Space');
  await tabTo(page, dialog.getByRole('button', { name: 'Start' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/staff\/bulk-invitations\/[\da-f-]{36}$/);
  await expect(progressBar(page)).toBeVisible();
  // A run that ends opens its page anew, without what only a run under way has; there the way begins again.
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByText('All recipients have a result.')).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Download results' }));
});

test('client: sign-in, approval and sign-out without a mouse', async ({ page, demo }) => {
  const person = demo.people.client;
  await page.goto('/login');
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type(person.email);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(person.password);
  await tabTo(page, page.getByRole('button', { name: 'Sign in' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/portal$/);

  const pending = page.getByRole('region', { name: 'Pending Quotes' });
  await tabTo(page, pending.getByRole('link', { name: /Approve/ }).first());
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Your full name'));
  await page.keyboard.type('Kim Keyboard');
  await tabTo(page, page.getByLabel('I accept the terms of this quote'));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Approve quote' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText(/approved/i);

  await tabTo(page, page.getByRole('button', { name: 'Account menu' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Logout' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/login/);
});

test('the first stop of a page leads past the bar', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText(/skip to/i);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
