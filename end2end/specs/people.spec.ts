import { acceptInvitation, inviteColleague } from '../support/colleagues.ts';
import { expect, test } from '../support/demo.ts';
import { BELL_OF_AN_ENDED_SESSION } from '../support/guard.ts';

test('a client’s administrator invites a colleague who sees invoices only, and shuts the colleague out', async ({
  pageOf,
  newPage,
  demo,
  guard,
}, { project }) => {
  const email = `paula.${project.name}@fairwaterferries.example`;
  const person = { name: 'Paula Payer', email, password: 'a long enough phrase' };
  const page = await pageOf('client');
  const row = page.getByRole('row').filter({ hasText: email });
  const colleague = await newPage();

  await test.step('the administrator invites', async () => {
    await inviteColleague(page, person, 'Invoices only');
    await expect(row).toContainText('Invited');
  });

  await test.step('the colleague sees invoices and nothing else', async () => {
    await acceptInvitation(colleague, demo, person);
    const sections = colleague.getByRole('navigation', { name: 'Sections' });
    await expect(sections.getByRole('link')).toHaveText(['Overview', 'Invoices']);
    await expect(colleague.getByRole('main')).not.toContainText('Active Projects');
    await sections.getByRole('link', { name: 'Invoices' }).click();
    await expect(colleague.getByRole('heading', { level: 1 })).toHaveText('Invoices');
    for (const path of ['/portal/quotes', '/portal/projects', '/portal/documents', '/portal/people']) {
      expect((await colleague.request.get(`${demo.portal.url}${path}`)).status(), path).toBe(404);
    }
  });

  await test.step('what the colleague sees changes with the next click', async () => {
    await page.reload();
    await row.getByRole('combobox', { name: 'What this person sees' }).selectOption('Everything');
    await row.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('main')).toContainText('Saved.');
    await colleague.reload();
    await expect(colleague.getByRole('navigation', { name: 'Sections' })).toContainText('Quotes');
  });

  await test.step('the administrator shuts the colleague out', async () => {
    // The bell's stream learns that the session has ended, or asks for the first time just then.
    guard.allow(BELL_OF_AN_ENDED_SESSION);
    await row.getByRole('button', { name: /^Remove access/ }).click();
    await page.getByRole('dialog', { name: 'Remove this person’s access?' }).getByRole('button', { name: 'Remove access' }).click();
    await expect(row).toContainText('Access off');
    await colleague.reload();
    await expect(colleague).toHaveURL(/\/login/);
  });
});
