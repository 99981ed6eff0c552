import type { Page } from '@playwright/test';
import { PHONE } from '../playwright.config.ts';
import { expectNothingForAxe } from '../support/axe.ts';
import { expectProgress, groups, openBulkInvitations, progress, startRun } from '../support/bulk.ts';
import { POWER_USER, expect, test } from '../support/installation.ts';
import { signIn } from '../support/sign-in.ts';

/** Three runs, each over what the one before left. */
test.describe.configure({ mode: 'serial' });
// Slow enough that a run can be watched.
test.use({ installationName: 'run-page', settings: { PORTAL_MAIL_RATE: '4' } });

const HAS_ENDED = 'All recipients have a result.';
const REFUSAL = '550 5.1.1 There is nobody of that name here';

let refused: string[];

/** The four numbers below the bar. */
async function figures(page: Page): Promise<Record<string, number>> {
  return groups(page.getByRole('region', { name: 'Progress' }));
}

test('a run is cancelled, after a question', async ({ page, newPage, installation: { mail } }) => {
  await signIn(page, POWER_USER);
  const total = await startRun(page, await openBulkInvitations(page));
  await expectProgress(page);
  await expectNothingForAxe(page);

  const phone = await newPage({ ...PHONE, storageState: await page.context().storageState() });
  await phone.goto(page.url());
  const question = phone.getByRole('dialog', { name: 'Cancel this run?' });
  await phone.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(question).toBeVisible();
  await expectNothingForAxe(phone);
  await question.getByRole('button', { name: 'Keep as it is' }).click();
  await expect(question).toBeHidden();
  await expectProgress(phone);

  await phone.getByRole('button', { name: 'Cancel', exact: true }).click();
  await question.getByRole('button', { name: 'Cancel the run' }).click();
  for (const each of [phone, page]) await expect(each.getByText('Cancelled. What was not sent is skipped.')).toBeVisible();
  const sent = mail.ledger().length;
  expect(sent).toBeLessThan(total);
  expect(await figures(page)).toMatchObject({ Sent: sent, Failed: 0, Skipped: total - sent, Total: total });
});

test('a run goes on in other tabs and browsers, after a pause, and while the server starts anew', async ({ page, newPage, guard, installation }) => {
  // A run may take a minute to go on.
  test.setTimeout(120_000);
  const { portal, mail, files } = installation;
  // What the page's stream of events meets while the server is away.
  guard.allow(/\/events\b/);
  const invited = new Set(mail.ledger().map(({ recipient }) => recipient));
  const left = files.addresses.filter((address) => !invited.has(address));
  refused = left.slice(0, 3);
  mail.setFaults({ refuse_recipient: refused.map((address) => `^${address}$:${REFUSAL.replace(' ', ':')}`) });
  await signIn(page, POWER_USER);
  const total = await startRun(page, await openBulkInvitations(page));
  expect(total).toBe(left.length);
  const address = page.url();
  await expectProgress(page);

  const tab = await test.step('in a tab that was closed and opened again', async () => {
    const before = await progress(page);
    await page.close();
    const again = await page.context().newPage();
    await again.goto(address);
    expect(await progress(again)).toBeGreaterThanOrEqual(before);
    await expectProgress(again);
    return again;
  });
  const phone = await test.step('in another browser', async () => {
    const other = await newPage({ ...PHONE, storageState: await tab.context().storageState() });
    await other.goto(address);
    await expectProgress(other);
    return other;
  });

  await test.step('one pauses, and both see the same', async () => {
    await tab.getByRole('button', { name: 'Pause' }).click();
    for (const each of [tab, phone]) await expect(each.getByRole('button', { name: 'Resume' })).toBeVisible();
    await expect(async () => expect(await figures(phone)).toEqual(await figures(tab))).toPass();
    const sent = (await figures(tab)).Sent!;
    expect(sent).toBeLessThan(total - refused.length);
    for (const each of [tab, phone]) await expectNothingForAxe(each);
    expect((await figures(tab)).Sent).toBe(sent);
  });

  await test.step('the other resumes', async () => {
    await phone.getByRole('button', { name: 'Resume' }).click();
    await expect(tab.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expectProgress(tab);
  });

  await test.step('the server starts anew, one page behind a proxy that answers for it', async () => {
    let answersOfProxy = 0;
    await tab.route('**/events', (route) => (answersOfProxy++ < 2 ? route.fulfill({ status: 503 }) : route.continue()));
    const loads = { tab: 0, phone: 0 };
    tab.on('load', () => (loads.tab += 1));
    phone.on('load', () => (loads.phone += 1));
    await portal.restart();
    expect(mail.ledger().length, 'mails before the restart').toBeLessThan(files.addresses.length - refused.length);
    for (const each of [tab, phone]) await expect(each.getByText(HAS_ENDED)).toBeVisible({ timeout: 60_000 });
    expect(answersOfProxy).toBeGreaterThan(2);
    // The one at the end, with the buttons and results that belong to it.
    expect(loads).toEqual({ tab: 1, phone: 1 });
  });

  await test.step('everybody has one result, and nobody two mails', async () => {
    const failed = refused.length;
    expect(await figures(tab)).toMatchObject({ Sent: total - failed, Failed: failed, Skipped: 0, Total: total });
    await tab.getByRole('link', { name: /^Failed/ }).click();
    await expect(tab.getByRole('cell', { name: REFUSAL })).toHaveCount(failed);
    await expectNothingForAxe(tab);
    const recipients = mail.ledger().map(({ recipient }) => recipient);
    expect(recipients.sort()).toEqual(files.addresses.filter((known) => !refused.includes(known)).sort());
  });
});

test('the failed ones, and only they, are tried again', async ({ page, installation: { mail } }) => {
  const before = mail.ledger().length;
  mail.setFaults({});
  await signIn(page, POWER_USER);
  await page.goto('/staff/bulk-invitations');
  await page.getByRole('main').getByRole('row').getByRole('link').first().click();
  const { Total: total } = await figures(page);
  await page.getByRole('button', { name: 'Retry failed' }).click();
  await expect.poll(() => figures(page)).toMatchObject({ Sent: total, Failed: 0, Skipped: 0 });
  await expect(page.getByText(HAS_ENDED)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveCount(0);
  const again = mail.ledger().slice(before).map(({ recipient }) => recipient);
  expect(again.sort()).toEqual([...refused].sort());
});
