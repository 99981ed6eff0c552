import type { Page } from '@playwright/test';
import { choosePassword, section } from '../support/client-pages.ts';
import { query } from '../support/database.ts';
import { type Installation, POWER_USER, expect, test } from '../support/installation.ts';
import { invitationLink } from '../support/mail-server.ts';
import { mailFrom } from '../support/mail-waiting.ts';
import { fillSignIn, signIn, signOut } from '../support/sign-in.ts';
import { openClient } from '../support/staff-pages.ts';

const PASSWORD = 'a long enough phrase';

test('a wrong password keeps the address and says so', async ({ page }) => {
  await page.goto('/login');
  await fillSignIn(page, { email: 'nobody@company.example', password: 'not the password' });
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@company.example');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  await expect(page.getByRole('alert')).toContainText(/password/i);
});

test('an unknown address is told the same as a wrong password', async ({ page }) => {
  const told: string[] = [];
  for (const email of [POWER_USER.email, 'nobody.at.all@company.example']) {
    await page.goto('/login');
    await fillSignIn(page, { email, password: 'not the password' });
    told.push(await page.getByRole('alert').innerText());
  }
  expect(told[0]).toBe(told[1]);
});

/** Invites the portal user of a client and gives back the link. */
async function invite(page: Page, { portal, mail, files }: Installation, externalId: string, button: string): Promise<string> {
  const { name, email } = files.client(externalId);
  await openClient(page, name);
  const received = await mailFrom(mail, email, () => page.getByRole('button', { name: button }).click());
  return invitationLink(received, portal.url);
}

test('an invitation link says whether it was replaced, has expired or was used', async ({ page, newPage, guard, installation }) => {
  guard.allow(/\b4(04|10)\b/);
  await signIn(page, POWER_USER);
  const first = await invite(page, installation, 'RANCH', 'Enable Portal Access');
  const second = await invite(page, installation, 'RANCH', 'Resend Portal Invitation');
  const visitor = await newPage();

  await test.step('replaced', async () => {
    await visitor.goto(first);
    await expect(visitor.getByRole('main')).toContainText(/no longer|replaced|revoked|withdrawn/i);
    await expect(visitor.getByLabel('Repeat password')).toHaveCount(0);
  });

  await test.step('expired, and a new one goes to the address on file', async () => {
    const { name, email } = installation.files.client('RANCH');
    await query(
      installation.portal,
      "update invitations set expires_at = now() - interval '1 hour' where client_id = (select id from clients where name = $1)",
      [name],
    );
    await visitor.goto(second);
    await expect(visitor.getByRole('main')).toContainText(/expired/i);
    const third = await mailFrom(installation.mail, email, () =>
      visitor.getByRole('button', { name: /send .*new/i }).click(),
    );
    await visitor.goto(invitationLink(third, installation.portal.url));
  });

  await test.step('wrong passwords say what is wrong', async () => {
    await visitor.getByLabel('Password', { exact: true }).fill('password1234');
    await visitor.getByLabel('Repeat password').fill('password1234');
    await visitor.getByRole('button', { name: 'Choose password and sign in' }).click();
    await expect(visitor.getByRole('main')).toContainText(/common/i);
    await visitor.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await visitor.getByLabel('Repeat password').fill(`${PASSWORD}s`);
    await visitor.getByRole('button', { name: 'Choose password and sign in' }).click();
    await expect(visitor.getByRole('main')).toContainText(/not the same|do(es)? not match/i);
  });

  await test.step('used', async () => {
    const used = (await installation.mail.mails()).at(-1)!;
    await choosePassword(visitor, PASSWORD);
    await signOut(visitor);
    await visitor.goto(invitationLink(used, installation.portal.url));
    await expect(visitor.getByRole('main')).toContainText(/used/i);
  });

  await test.step('what is not there says so kindly', async () => {
    await signIn(visitor, { email: installation.files.client('RANCH').email, password: PASSWORD });
    await expect(section(visitor, 'Upcoming Projects')).toContainText(/no .*projects/i);
    await visitor.goto('/portal/projects');
    await expect(visitor.getByRole('main')).toContainText(/no projects/i);
    await visitor.goto('/portal/invoices');
    await visitor.getByRole('searchbox').fill('no such invoice');
    await visitor.getByRole('searchbox').press('Enter');
    await expect(visitor.getByRole('main')).toContainText('no such invoice');
    await expect(visitor.getByRole('main').getByRole('link', { name: /^INV-/ })).toHaveCount(0);
  });
});

test('a link that never was is refused with a page', async ({ page, guard }) => {
  guard.allow(/\b404\b/);
  const answer = await page.goto(`/invitation/${'A'.repeat(43)}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
