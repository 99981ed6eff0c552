import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { PHONE } from '../playwright.config.ts';
import { openBulkInvitations, groups, progressBar } from '../support/bulk.ts';
import { approveQuote, choosePassword, expectFigure, section } from '../support/client-pages.ts';
import { digest } from '../support/database.ts';
import { POWER_USER, expect, test } from '../support/installation.ts';
import { invitationLink } from '../support/mail-server.ts';
import { IMPORTS, amount, brokenLines } from '../support/northwind.ts';
import { signIn, signOut } from '../support/sign-in.ts';

/**
 * From an empty database to a client who is in: the steps build on each other, in this order.
 */
test.describe.configure({ mode: 'serial' });
test.use({ installationName: 'main-job' });

const PASSWORD = 'a long enough phrase';

test('the imports say what they did, and a second time change nothing', async ({ installation: { portal, files, imported } }) => {
  const before = await digest(portal);
  for (const { kind, rows } of IMPORTS) {
    expect(imported.get(kind)).toContain(`${rows} created, 0 changed, 0 unchanged`);
    const again = await portal.mustRun(['import', kind, files.file(kind)]);
    expect(again).toContain(`0 created, 0 changed, ${rows} unchanged`);
  }
  expect(await digest(portal)).toEqual(before);
});

test('files that are not ours are refused with every bad row named', async ({ installation: { portal, files } }) => {
  await test.step('the source as it is: unknown columns, unquoted commas', async () => {
    const { code, stderr } = await portal.command(['import', 'clients', files.file('customers-raw')]);
    expect(code).toBe(1);
    expect(stderr).toContain('customers-raw.csv');
    expect(stderr).toContain('customerID');
    const broken = brokenLines(files.file('customers-raw'));
    expect(broken).toHaveLength(24);
    for (const line of broken) expect(stderr).toMatch(new RegExp(`\\bline ${line}\\b`));
  });

  await test.step('damaged rows', async () => {
    const lines = readFileSync(files.file('clients'), 'utf8').split('\n');
    lines[4] = lines[4]!.replace(/true\r?$/, 'perhaps');
    lines[8] = lines[8]!.replace(/^BOLID,[^,]*/, 'BOLID,');
    const damaged = join(files.folder, 'damaged.csv');
    writeFileSync(damaged, lines.join('\n'));
    const { code, stderr } = await portal.command(['import', 'clients', damaged]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/damaged\.csv.*line 5.*is_active.*perhaps/);
    expect(stderr).toMatch(/damaged\.csv.*line 9.*name/);
  });
});

test('a power user invites all clients at once', async ({ page, installation: { mail, files } }) => {
  const eligible = files.addresses.length;
  await signIn(page, POWER_USER);
  const dialog = await openBulkInvitations(page);

  await test.step('the groups add up', async () => {
    const found = await groups(dialog);
    expect(found).toMatchObject({ Eligible: 84, 'Already invited': 0, Total: 91 });
    const { Total, ...parts } = found;
    expect(Object.values(parts).reduce((sum, part) => sum + part)).toBe(Total);
    expect(Object.entries(found)).toContainEqual([expect.stringMatching(/no e-mail/i), 7]);
  });

  await test.step('nothing starts without the tick', async () => {
    const start = dialog.getByRole('button', { name: 'Start' });
    // It says that it is disabled, and somebody may press it all the same.
    await start.click({ force: true });
    expect(mail.ledger()).toEqual([]);
    await expect(dialog).toBeVisible();
    await dialog.getByLabel(`Send ${eligible} invitations now`).check();
    // Slow enough that the bar can be seen between its ends.
    mail.setFaults({ delay_ms: 200 });
    await start.click();
  });

  await test.step('the bar moves to its end', async () => {
    const bar = progressBar(page);
    await expect(bar).toBeVisible();
    await expect(bar).toHaveAttribute('aria-valuemax', String(eligible));
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    mail.setFaults({});
    await expect(bar).toHaveAttribute('aria-valuenow', String(eligible), { timeout: 60_000 });
    await expect(page.getByText('All recipients have a result.')).toBeVisible();
  });

  await test.step('the results can be downloaded', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download results' }).click(),
    ]);
    const results = parse(readFileSync(await download.path()), { columns: true, bom: true }) as Record<string, string>[];
    expect(results).toHaveLength(eligible);
    expect(new Set(results.map(({ email }) => email))).toEqual(new Set(files.addresses));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['success']));
  });
});

test('every client has one mail with a link that works', async ({ playwright, installation: { portal, mail, files } }) => {
  const mails = await mail.mails();
  expect(mails.map(({ recipient }) => recipient).sort()).toEqual([...files.addresses].sort());
  const links = mails.map((received) => invitationLink(received, portal.url));
  expect(new Set(links).size).toBe(mails.length);
  for (const link of links) {
    const visitor = await playwright.request.newContext();
    const answer = await visitor.get(link);
    expect(answer.status(), link).toBe(200);
    expect(answer.url(), 'the token is in no address that stays').not.toContain(link.slice(-16));
    expect(await answer.text()).toContain('Choose password and sign in');
    await visitor.dispose();
  }
});

/** At the size of the run and, where that is a desktop, on a phone as well: each a client of its own. */
const VISITS = [
  { client: 'ERNSH', device: 'the device of this run', options: {} },
  { client: 'BOTTM', device: 'a phone', options: PHONE },
];

for (const { client, device, options } of VISITS) {
  test(`a client comes in on ${device} and approves a quote`, async ({ newPage, installation: { portal, mail, files } }) => {
    const expected = files.client(client);
    const page = await newPage(options);
    const received = (await mail.mails()).find(({ recipient }) => recipient === expected.email);
    const [quote, ...otherQuotes] = expected.pendingQuotes;

    await test.step('the link leads to a page with the name, and a password lets in', async () => {
      await page.goto(invitationLink(received!, portal.url));
      await expect(page.getByRole('main')).toContainText(expected.name);
      await choosePassword(page, PASSWORD);
    });

    await test.step('the ClientPortal page has the right numbers', async () => {
      await expect(page.getByRole('heading', { level: 1 })).toContainText(expected.name);
      await expectFigure(page, 'Active Projects', '0');
      await expectFigure(page, 'Pending Invoices', String(expected.openInvoices.length));
      await expectFigure(page, 'Documents', '0');
      await expectFigure(page, 'Outstanding Balance', `$${amount(expected.outstandingMinor)}`);

      const pending = section(page, 'Pending Quotes');
      for (const { number, total } of expected.pendingQuotes) {
        await expect(pending).toContainText(number);
        await expect(pending).toContainText(total);
      }
      await expect(section(page, 'Upcoming Projects')).toContainText(/no .*projects/i);
      const recent = section(page, 'Recent Invoices');
      const shown = await recent.getByRole('link', { name: /INV-/ }).allInnerTexts();
      const numbers = shown.map((text) => /INV-\d+/.exec(text)![0]);
      expect(numbers.length).toBeGreaterThan(0);
      expect(numbers).toEqual(expected.invoiceNumbers.slice(0, numbers.length));
    });

    await test.step('the quote is approved', async () => {
      await section(page, 'Pending Quotes').getByRole('link', { name: quote!.number }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(quote!.number);
      await expect(page.getByRole('main')).toContainText(quote!.total);
      await approveQuote(page, 'Roland Mendel');
      await expect(page.getByRole('main')).toContainText(/approved/i);
      await expect(page.getByRole('button', { name: 'Approve quote' })).toHaveCount(0);
    });

    await test.step('it is no longer pending', async () => {
      await page.goto('/portal');
      await expect(page.getByRole('main')).not.toContainText(quote!.number);
      if (otherQuotes.length > 0) await expect(section(page, 'Pending Quotes')).toContainText(otherQuotes[0]!.number);
      else await expect(section(page, 'Pending Quotes')).toHaveCount(0);
    });

    await test.step('an invoice can be looked at', async () => {
      const invoice = expected.openInvoices[0]!;
      await page.goto('/portal/invoices');
      await page.getByRole('link', { name: invoice.number }).first().click();
      await expect(page.getByRole('main')).toContainText(invoice.balance);
      await expect(page.getByRole('main')).toContainText(invoice.isOverdue ? /overdue/i : /sent/i);
    });

    await signOut(page);
  });
}

test('every step is in the activity log', async ({ page, isMobile, installation: { files } }) => {
  await signIn(page, POWER_USER);
  for (const { client, options } of VISITS) {
    const onPhone = isMobile || options === PHONE;
    const { name, pendingQuotes } = files.client(client);
    await openActivities(page, name);
    const log = page.getByRole('main').getByRole('row');
    const expected: [kind: RegExp, subject?: string][] = [
      [/Accepted invitation/],
      [/Signed in/],
      [/Viewed quote/, pendingQuotes[0]!.number],
      [/Approved quote/, pendingQuotes[0]!.number],
      [/Viewed invoice/],
      [/Signed out/],
    ];
    for (const [kind, subject] of expected) {
      let line = log.filter({ hasText: kind });
      if (subject) line = line.filter({ hasText: subject });
      await expect(line.first(), `${client}: ${kind}`).toBeVisible();
      await expect(line.first()).toContainText('127.0.0.1');
      await expect(line.first()).toContainText(onPhone ? /mobile/i : /desktop/i);
      await expect(line.first()).toContainText(/Chrome/);
      await expect(line.first()).toContainText(onPhone ? /Android/ : /Windows/);
    }
  }
});

/** The log of one client, by the page's own filter. */
async function openActivities(page: Page, client: string): Promise<void> {
  await page.goto('/staff/activity');
  await page.getByLabel('Client', { exact: true }).fill(client);
  await page.getByRole('button', { name: 'Apply filters' }).click();
}
