import { choosePassword, expectFigure, section } from '../support/client-pages.ts';
import { BELL_OF_AN_ENDED_SESSION } from '../support/guard.ts';
import { POWER_USER, expect, test } from '../support/installation.ts';
import { invitationLink } from '../support/mail-server.ts';
import { mailFrom } from '../support/mail-waiting.ts';
import { fillSignIn, signIn } from '../support/sign-in.ts';
import { openClient } from '../support/staff-pages.ts';

const PASSWORD = 'a long enough phrase';

test('a contact is let in from the Contacts tab, is shut out, and is let in again', async ({ page, newPage, installation, guard }) => {
  // A page of somebody who was shut out asks for news once more.
  guard.allow(BELL_OF_AN_ENDED_SESSION);
  const { portal, mail, files } = installation;
  const client = files.client('GREAL');
  const contact = files.contact('GREAL');
  const row = page.getByRole('row').filter({ hasText: contact.name });
  const visitor = await newPage();

  await test.step('staff send an invitation', async () => {
    await signIn(page, POWER_USER);
    await openClient(page, client.name);
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    const received = await mailFrom(mail, contact.email, () =>
      row.getByRole('button', { name: 'Enable Portal Access' }).click(),
    );
    await expect(row).toContainText('Invited');
    await visitor.goto(invitationLink(received, portal.url));
  });

  await test.step('the contact chooses a password and sees the client’s papers', async () => {
    await expect(visitor.getByRole('heading', { level: 1 })).toContainText(contact.name);
    await expect(visitor.getByRole('main')).toContainText(client.name);
    await choosePassword(visitor, PASSWORD);
    await expect(visitor.getByRole('heading', { level: 1 })).toContainText(client.name);
    await expectFigure(visitor, 'Pending Invoices', String(client.openInvoices.length));
    for (const { number } of client.pendingQuotes) await expect(section(visitor, 'Pending Quotes')).toContainText(number);
  });

  await test.step('staff make the contact the client’s administrator', async () => {
    expect((await visitor.request.get(`${portal.url}/portal/people`)).status()).toBe(404);
    await page.reload();
    await row.locator('summary').click();
    await row.getByLabel('Lets colleagues in').check();
    await row.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('Everything, administrator');
    await visitor.goto(`${portal.url}/portal/people`);
    await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('People');
    await visitor.goto(`${portal.url}/portal`);
  });

  await test.step('staff shut the contact out: the next click shows why', async () => {
    await page.reload();
    await expect(row).toContainText('Has access');
    await row.getByRole('button', { name: /^Disable/ }).click();
    await page.getByRole('dialog', { name: 'Disable this contact’s access?' }).getByRole('button', { name: 'Disable' }).click();
    await expect(row).toContainText('Access off');
    await visitor.getByRole('link', { name: 'View All Invoices' }).click();
    await expect(visitor).toHaveURL(/\/login\?next=/);
    await expect(visitor.getByRole('main')).toContainText(/switched off/);
    await fillSignIn(visitor, { email: contact.email, password: PASSWORD });
    await expect(visitor).toHaveURL(/\/login/);
    await expect(visitor.getByRole('alert')).toContainText('Your own access to the portal has been switched off.');
  });

  await test.step('the account is still there: no second invitation is needed', async () => {
    const mails = mail.ledger().length;
    await row.getByRole('button', { name: 'Enable Portal Access' }).click();
    await expect(row).toContainText('Has access');
    await fillSignIn(visitor, { email: contact.email, password: PASSWORD });
    await expect(visitor).toHaveURL(/\/portal/);
    expect(mail.ledger()).toHaveLength(mails);
  });
});
