import type { Page } from '@playwright/test';
import { acceptInvitation, inviteColleague } from '../support/colleagues.ts';
import { expect, test } from '../support/demo.ts';
import { BELL_OF_AN_ENDED_SESSION } from '../support/guard.ts';
import { fillSignIn, signIn } from '../support/sign-in.ts';

const said = (page: Page) => page.getByRole('main').getByRole('status');

test('a client sets up how the portal looks and speaks, and keeps an eye on who is in', async ({ pageOf, newPage, demo, guard }, {
  project,
}) => {
  const person = {
    name: 'Sam Settings',
    email: `sam.${project.name}@fairwaterferries.example`,
    password: 'a long enough phrase',
  };
  const page = await newPage();
  await inviteColleague(await pageOf('client'), person, 'Everything');
  await acceptInvitation(page, demo, person);
  const part = (name: string) => page.getByRole('region', { name, exact: true });

  await test.step('name and telephone', async () => {
    await page.goto('/portal/profile');
    await part('Profile').getByLabel('Name').fill('Sam S. Settings');
    await part('Profile').getByLabel('Phone').fill('+31 20 555 0199');
    await part('Profile').getByRole('button', { name: 'Save' }).click();
    await expect(said(page)).toContainText('Your profile is saved.');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sam S. Settings');
    await expect(part('Profile').getByLabel('Phone')).toHaveValue('+31 20 555 0199');
  });

  await test.step('theme and time zone', async () => {
    await page.goto('/portal/settings');
    await part('Appearance').getByLabel('Dark').check();
    await part('Appearance').getByRole('button', { name: 'Save' }).click();
    await expect(said(page)).toContainText('The theme is saved.');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await part('Time').getByLabel('Time zone').fill('Asia/Tokyo');
    await part('Time').getByRole('button', { name: 'Save' }).click();
    await expect(said(page)).toContainText('The time zone is saved.');
    await expect(part('Time').getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  });

  await test.step('what is heard of, and how', async () => {
    const news = page.getByRole('region', { name: 'Notifications' });
    await news.getByLabel('Projects in the portal').uncheck();
    await news.getByLabel('Projects by e-mail').check();
    await news.getByRole('button', { name: 'Save' }).click();
    await expect(said(page)).toContainText('Your choice of notifications is saved.');
    await page.reload();
    await expect(news.getByLabel('Projects in the portal')).not.toBeChecked();
    await expect(news.getByLabel('Projects by e-mail')).toBeChecked();
    await expect(news.getByLabel('Quotes in the portal')).toBeChecked();
  });

  guard.allow(BELL_OF_AN_ENDED_SESSION);
  const [laptop, library] = [await newPage(), await newPage()];
  const sessions = part('Open sessions');

  await test.step('one session ends, and then all others', async () => {
    await signIn(laptop, person);
    await signIn(library, person);
    await page.reload();
    await expect(sessions.getByRole('listitem')).toHaveCount(3);
    // The newest stands first.
    await sessions.getByRole('button', { name: 'End', exact: true }).first().click();
    await expect(said(page)).toContainText('The session has ended.');
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await library.reload();
    await expect(library).toHaveURL(/\/login/);
    await sessions.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('dialog', { name: 'End all other sessions?' }).getByRole('button', { name: 'End them' }).click();
    await expect(said(page)).toContainText('All your other sessions have ended.');
    await laptop.reload();
    await expect(laptop).toHaveURL(/\/login/);
  });

  await test.step('another password, which the present one is asked for', async () => {
    const password = 'another phrase, as long';
    const change = async (current: string) => {
      await part('Password').getByLabel('Current password').fill(current);
      await part('Password').getByLabel('New password').fill(password);
      await part('Password').getByRole('button', { name: 'Change password' }).click();
    };
    await change('not the present one');
    await expect(part('Password').locator('.field-error')).toBeVisible();
    await change(person.password);
    await expect(said(page)).toContainText('Your password is changed.');
    await laptop.goto('/login');
    await fillSignIn(laptop, person);
    await expect(laptop.getByRole('alert')).toContainText('do not belong together');
    await signIn(laptop, { ...person, password });
    person.password = password;
  });

  await test.step('“This wasn’t me” shuts the account', async () => {
    await page.goto('/portal/security');
    const log = part('What happened to your account');
    await expect(log.getByText('This session')).toBeVisible();
    await log.getByRole('button', { name: /This wasn’t me/ }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'It wasn’t me' }).click();
    await expect(page).toHaveURL(/\/login$/);
    await expect(said(page)).toContainText(`on its way to ${person.email}`);
    await laptop.reload();
    await expect(laptop).toHaveURL(/\/login/);
    await fillSignIn(page, person);
    await expect(page.getByRole('alert')).toContainText('do not belong together');
  });
});
