import { type Page, expect } from '@playwright/test';
import { openBulkInvitations } from './bulk.ts';
import { query } from './database.ts';
import { invitation, mailList, mailPage, passwordReset } from './links.ts';
import { type PortalPage, type Visit, first } from './pages.ts';
import { fillSignIn, signIn, signOut } from './sign-in.ts';
import { totp } from './totp.ts';

type Step = (page: Page, visit: Visit) => Promise<void>;

const steps =
  (...all: Step[]): Step =>
  async (page, visit) => {
    for (const step of all) await step(page, visit);
  };

/** Presses a button, and looks for what must be there then. */
const press =
  (button: string | RegExp, seen: string): Step =>
  async (page) => {
    await page.getByRole('button', { name: button }).first().click();
    await expect(page.getByText(seen).first()).toBeVisible();
  };

/** Fills in fields by their labels; `true` ticks. */
const fill =
  (typed: Record<string, string | true>): Step =>
  async (page) => {
    for (const [label, value] of Object.entries(typed)) {
      if (value === true) await page.getByLabel(label, { exact: true }).check();
      else await page.getByLabel(label, { exact: true }).fill(value);
    }
  };

/** Sends a form, also one that the browser would stop, so that the page comes back with what is wrong. */
const send =
  (button: string, typed: Record<string, string | true> = {}, region?: string): Step =>
  async (page, visit) => {
    await fill(typed)(page, visit);
    await page.evaluate(() => {
      for (const form of document.forms) form.noValidate = true;
    });
    const form = region ? page.getByRole('region', { name: region, exact: true }) : page;
    await form.getByRole('button', { name: button, exact: true }).click();
    await expect(page.locator('.field-error, [role="alert"]').first()).toBeVisible();
  };

/** Somebody else's device ended the session that this browser still believes in. */
const losesSession: Step = async (page, { demo }) => {
  await signIn(page, demo.people.member);
  await query(
    demo.portal,
    "update user_sessions set ended_at = now(), ended_because = 'ended_by_user' where id = (select id from user_sessions order by created_at desc limit 1)",
  );
  await page.goto('/staff/clients');
  await expect(page.getByText('ended from another device')).toBeVisible();
};

/** The page of a mail. Its frame runs no script, and so would not let axe look into the mail. */
const opensMail: Step = async (page, visit) => {
  const path = await mailPage(visit);
  await page.route(`**${path}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/ sandbox="[^"]*"/, '') });
  });
  await page.goto(path);
};

/** Two-step sign-in, as far as the secret that the authenticator has to learn. */
const setsUpTwoStep =
  (password: (visit: Visit) => string): Step =>
  async (page, visit) => {
    const section = page.getByRole('region', { name: 'Two-step sign-in' });
    await section.getByLabel('Current password').fill(password(visit));
    await section.getByRole('button', { name: 'Set up' }).click();
    await expect(section.getByRole('img', { name: /QR code/ })).toBeVisible();
  };

/** A new staff account with two-step sign-in; `then` has its recovery codes on screen. */
const hasTwoStep =
  (then?: Step): Step =>
  async (page, visit) => {
    const person = { email: `two.step.${Date.now()}@company.example`, name: 'Tess Twostep', password: 'copper-kettle-at-dusk' };
    await visit.demo.portal.createStaff('member', person);
    await signIn(page, person);
    await page.goto('/staff/security');
    await setsUpTwoStep(() => person.password)(page, visit);
    await page.getByLabel('Code', { exact: true }).fill(totp(await page.locator('code.secret').innerText()));
    await page.getByRole('button', { name: 'Switch on' }).click();
    await expect(page.getByRole('list', { name: 'Recovery codes' })).toBeVisible();
    if (!then) return;
    await signOut(page);
    await fillSignIn(page, person);
    await expect(page).toHaveURL(/\/login\/code/);
    await then(page, visit);
  };

const WITH_ACCOUNT =
  "email = (select email from users u where kind = 'client' and password_hash is not null and is_active and not exists (select from clients where portal_user_id = u.id) order by id limit 1)";
const OF_STAFF = "email = (select email from users where kind = 'staff' order by id limit 1)";
const AN_HOUR_AGO = "expires_at = now() - interval '1 hour'";
const SHORT = 'too short';

/** Pages in states that a visit alone does not show. */
export const STATES: PortalPage[] = [
  { name: 'login-because-a-page-was-wanted', as: 'nobody', path: '/portal/quotes' },
  { name: 'login-because-a-session-was-ended', as: 'nobody', path: '/login', then: losesSession },
  { name: 'login-refused', as: 'nobody', path: '/login', then: send('Sign in', { 'E-mail address': 'nobody@company.example', Password: SHORT }) },
  { name: 'login-code', as: 'nobody', path: '/login', then: hasTwoStep(async () => {}) },
  { name: 'login-code-wrong', as: 'nobody', path: '/login', then: hasTwoStep(send('Sign in', { Code: '000000' })) },
  { name: 'security-recovery-codes', as: 'nobody', path: '/login', then: hasTwoStep() },
  { name: 'security-being-set-up', as: 'client', path: '/portal/security', then: setsUpTwoStep(({ demo }) => demo.people.client.password) },
  { name: 'security-not-me-open', as: 'client', path: '/portal/security', then: press(/^This wasn’t me/, 'Somebody else used your account?') },
  { name: 'forgot-password-errors', as: 'nobody', path: '/forgot-password', then: send('Send me a link', { 'E-mail address': 'nobody' }) },
  { name: 'reset-password', as: 'nobody', path: passwordReset() },
  { name: 'reset-password-errors', as: 'nobody', path: passwordReset(), then: send('Save new password', { 'New password': SHORT, 'Repeat new password': SHORT }) },
  { name: 'reset-password-used', as: 'nobody', path: passwordReset('used_at = now()'), status: 410 },
  { name: 'reset-password-expired', as: 'nobody', path: passwordReset(AN_HOUR_AGO), status: 410 },
  { name: 'invitation', as: 'nobody', path: invitation() },
  { name: 'invitation-errors', as: 'nobody', path: invitation(), then: send('Choose password and sign in', { Password: SHORT, 'Repeat password': SHORT }) },
  { name: 'invitation-with-account', as: 'nobody', path: invitation(WITH_ACCOUNT) },
  { name: 'invitation-with-account-errors', as: 'nobody', path: invitation(WITH_ACCOUNT), then: send('Accept and sign in', { Password: SHORT }) },
  { name: 'invitation-used', as: 'nobody', path: invitation("state = 'accepted'"), status: 410 },
  { name: 'invitation-expired', as: 'nobody', path: invitation(AN_HOUR_AGO), status: 410 },
  { name: 'invitation-withdrawn', as: 'nobody', path: invitation("state = 'revoked'"), status: 410 },
  { name: 'invitation-of-somebody-else', as: 'nobody', path: invitation(OF_STAFF), status: 409 },
  { name: 'dev-mail-list', as: 'nobody', path: mailList },
  { name: 'dev-mail-letter', as: 'nobody', path: mailList, then: opensMail },
  { name: 'no-such-address', as: 'nobody', path: '/no/such/address', status: 404 },
  { name: 'bell-open', as: 'client', path: '/portal', then: press(/^Notifications/, 'All notifications') },
  { name: 'user-menu-open', as: 'client', path: '/portal', then: press(/^Account menu/, 'Logout') },
  { name: 'user-menu-with-clients-open', as: 'client_of_two', path: '/portal', then: press(/^Account menu/, 'Rivas Wine Export') },
  { name: 'portal-approve-open', as: 'client', path: '/portal', then: press('Approve', 'Stands for your signature.') },
  { name: 'portal-approve-errors', as: 'client', path: '/portal', then: steps(press('Approve', 'Stands for your signature.'), send('Approve quote')) },
  { name: 'quote-errors', as: 'client', path: '/portal/quotes?status=sent', then: steps(first('/portal/quotes'), send('Approve quote')) },
  { name: 'profile-errors', as: 'client', path: '/portal/profile', then: send('Save', { Name: '' }) },
  { name: 'settings-errors', as: 'client', path: '/portal/settings', then: send('Change password', { 'Current password': SHORT, 'New password': SHORT }) },
  { name: 'forbidden', as: 'member', path: '/staff/company', status: 403 },
  { name: 'staff-confirm-open', as: 'power_user', path: '/staff/clients?q=Fairwater', then: steps(first('/staff/clients'), press('Disable Portal Access', 'Disable portal access?')) },
  { name: 'staff-bulk-invite-dialog-open', as: 'power_user', path: '/staff/clients', then: async (page) => void (await openBulkInvitations(page)) },
  { name: 'staff-bulk-invitations-new-errors', as: 'power_user', path: '/staff/bulk-invitations/new', then: send('Start') },
  { name: 'staff-api-token-made', as: 'admin', path: '/staff/api-tokens', then: steps(fill({ Name: 'Accounting', records: true }), press('Make token', 'it is not shown again')) },
  { name: 'staff-api-token-errors', as: 'admin', path: '/staff/api-tokens', then: send('Make token') },
  { name: 'staff-company-errors', as: 'admin', path: '/staff/company', then: send('Save', { Name: '', 'Time zone': 'Nowhere', 'Support address': 'nobody' }, 'Settings') },
  { name: 'staff-logo-errors', as: 'admin', path: '/staff/company', then: send('Upload') },
];
