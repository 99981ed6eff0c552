import { expectProgress, groups, startRun } from '../support/bulk.ts';
import { approveQuote, card, choosePassword, section } from '../support/client-pages.ts';
import { test as demoTest, expect } from '../support/demo.ts';
import { POWER_USER, test as northwindTest } from '../support/installation.ts';
import { invitationLink } from '../support/mail-server.ts';
import { fillSignIn, signIn, signOut } from '../support/sign-in.ts';

demoTest('a client signs in, reads, approves and signs out with JavaScript off', async ({ page, demo }) => {
  await page.goto('/portal');
  await expect(page).toHaveURL(/\/login/);
  await fillSignIn(page, demo.people.client);
  await expect(page).toHaveURL(/\/portal$/);

  for (const label of ['Active Projects', 'Pending Invoices', 'Documents', 'Outstanding Balance']) {
    await expect(card(page, label)).toBeVisible();
  }
  await expect(section(page, 'Upcoming Projects').getByRole('link', { name: 'View All Projects' })).toBeVisible();
  await expect(section(page, 'Recent Invoices').getByRole('link', { name: 'View All Invoices' })).toBeVisible();

  const approve = section(page, 'Pending Quotes').getByRole('link', { name: /Approve/ }).first();
  await approve.click();

  // Without the tick the form comes back with what was typed.
  await page.getByLabel('Your full name').fill('Noor Noscript');
  await page.locator('form').filter({ has: page.getByLabel('Your full name') }).evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await page.getByRole('button', { name: 'Approve quote' }).click();
  await expect(page.getByLabel('Your full name')).toHaveValue('Noor Noscript');
  await expect(page.getByText('Please accept the terms to approve this quote.').first()).toBeVisible();

  await approveQuote(page, 'Noor Noscript');
  await expect(page.getByRole('main')).toContainText(/approved/i);
  await expect(page.getByRole('main')).toContainText('Noor Noscript');
  await signOut(page);
  await page.goto('/portal');
  await expect(page).toHaveURL(/\/login/);
});

northwindTest.use({ installationName: 'no-js' });
// The client comes in by the run's mail.
northwindTest.describe.configure({ mode: 'serial' });

northwindTest('a run is started, refreshes itself, pauses, resumes and ends with JavaScript off', async ({ page, installation: { mail } }) => {
  await signIn(page, POWER_USER);
  await page.goto('/staff/clients');
  await page.getByRole('button', { name: 'Bulk invitations' }).click();
  const form = page.getByRole('main');
  expect(await groups(form)).toMatchObject({ Eligible: 84, Total: 91 });
  mail.setFaults({ delay_ms: 500 });
  expect(await startRun(page, form)).toBe(84);
  await expectProgress(page);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  mail.setFaults({});
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('All recipients have a result.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('link', { name: 'Download results' })).toBeVisible();
  expect(new Set(mail.ledger().map(({ recipient }) => recipient)).size).toBe(84);
  expect(mail.ledger()).toHaveLength(84);
});

northwindTest('a client accepts an invitation, approves a quote and signs out with JavaScript off', async ({ page, installation: { portal, mail, files } }) => {
  const { name, email, pendingQuotes } = files.client('LINOD');
  const received = (await mail.mails()).find(({ recipient }) => recipient === email);
  await page.goto(invitationLink(received!, portal.url));
  await expect(page.getByRole('main')).toContainText(name);
  await choosePassword(page, 'a long enough phrase');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);

  const quote = pendingQuotes[0]!;
  await section(page, 'Pending Quotes').getByRole('link', { name: quote.number }).click();
  await expect(page.getByRole('main')).toContainText(quote.total);
  await approveQuote(page, 'Felipe Izquierdo');
  await expect(page.getByRole('main')).toContainText('Felipe Izquierdo');
  await expect(page.getByRole('button', { name: 'Approve quote' })).toHaveCount(0);

  await signOut(page);
  await page.goto('/portal');
  await expect(page).toHaveURL(/\/login/);
});
