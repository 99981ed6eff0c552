import { choosePassword } from '../support/client-pages.ts';
import { expect, test } from '../support/demo.ts';
import { BELL_OF_AN_ENDED_SESSION } from '../support/guard.ts';
import { keptMail } from '../support/links.ts';

test('a client’s administrator invites a colleague who sees invoices only, and shuts the colleague out', async ({
  pageOf,
  newPage,
  demo,
  guard,
}, { project }) => {
  const email = `paula.${project.name}@fairwaterferries.example`;
  const page = await pageOf('client');
  const row = page.getByRole('row').filter({ hasText: email });
  const colleague = await newPage();

  await test.step('the administrator invites', async () => {
    await page.goto('/portal');
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Paula Payer');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('combobox', { name: 'Sees', exact: true }).selectOption('Invoices only');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(page.getByRole('main')).toContainText('The invitation is on its way.');
    await expect(row).toContainText('Invited');
  });

  await test.step('the colleague sees invoices and nothing else', async () => {
    const { link } = await keptMail(demo.portal, email);
    await colleague.goto(`${demo.portal.url}${link}`);
    await choosePassword(colleague, 'a long enough phrase');
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
