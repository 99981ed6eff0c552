import type { Page } from '@playwright/test';
import { query } from '../support/database.ts';
import { expect, test } from '../support/demo.ts';
import { choose, chooseGerman } from '../support/german.ts';
import { first } from '../support/pages.ts';

const DAY = /\d{2}\.\d{2}\.\d{4}/;
/** `1.234,50 €`; the space does not break. */
const AMOUNT = /\b\d{1,3}(\.\d{3})*,\d{2}\u00a0(€|\$|£|[A-Z]{3})/;

test.afterEach(async ({ demo }) => {
  await query(demo.portal, 'update users set language = null');
});

/** The page is in German, and its words fit. */
async function expectGerman(page: Page, heading: string | RegExp): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText(heading);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const tooWide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(tooWide, 'scrolls sideways').toBeLessThanOrEqual(0);
}

test('a client reads German, and takes the browser’s language again', async ({ pageOf }) => {
  const page = await pageOf('client');
  const main = page.getByRole('main');
  await chooseGerman(page);
  await expectGerman(page, 'Einstellungen');

  await test.step('in bar and menus', async () => {
    const sections = page.getByRole('navigation', { name: 'Bereiche' });
    for (const name of ['Übersicht', 'Projekte', 'Angebote', 'Rechnungen', 'Dokumente', 'Nachrichten']) {
      await expect(sections.getByRole('link', { name })).toBeVisible();
    }
    await page.getByRole('button', { name: /^Benachrichtigungen/ }).click();
    await expect(page.getByRole('link', { name: 'Alle Benachrichtigungen' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Kontomenü/ }).click();
    await expect(page.getByRole('button', { name: 'Abmelden' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('on pages', async () => {
    for (const [path, heading] of [
      ['/portal/projects', 'Projekte'],
      ['/portal/quotes', 'Angebote'],
      ['/portal/notifications', 'Benachrichtigungen'],
      ['/portal/people', 'Personen'],
    ] as const) {
      await page.goto(path);
      await expectGerman(page, heading);
    }
    await page.goto('/portal/profile');
    await expect(main.getByRole('region', { name: 'Profil', exact: true }).getByLabel('Telefon')).toBeVisible();
  });

  await test.step('with days and amounts', async () => {
    await page.goto('/portal/quotes?status=sent');
    await expect(main).toContainText(AMOUNT);
    await first('/portal/quotes')(page);
    await expectGerman(page, /^Angebot /);
    await expect(main).toContainText(DAY);
    await expect(main).toContainText(AMOUNT);
    await expect(main.getByRole('button', { name: 'Angebot annehmen' })).toBeVisible();
    await page.goto('/portal/projects');
    await first('/portal/projects')(page);
    await expect(main.getByRole('region', { name: 'Fortschritt' })).toContainText(DAY);
  });

  await choose(page, { region: 'Sprache', save: 'Speichern' }, 'Wie in diesem Browser');
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('what is wrong with a form is said in German', async ({ pageOf }) => {
  const page = await pageOf('client');
  await chooseGerman(page);
  const time = page.getByRole('region', { name: 'Zeit', exact: true });
  await time.getByLabel('Zeitzone').fill('Nirgendwo');
  await time.getByRole('button', { name: 'Speichern' }).click();
  await expect(time.locator('.field-error')).toContainText('Bitte geben Sie eine Zeitzone wie Europe/Berlin ein');
  await expect(time.getByLabel('Zeitzone')).toHaveValue('Nirgendwo');

  const password = page.getByRole('region', { name: 'Passwort', exact: true });
  await password.getByLabel('Derzeitiges Passwort').fill('nicht meines');
  await password.getByLabel('Neues Passwort').fill('auch nicht meines');
  await password.getByRole('button', { name: 'Passwort ändern' }).click();
  await expect(password.locator('.field-error')).toContainText('nicht Ihr derzeitiges Passwort');
});

test('who is not known yet reads the browser’s language', async ({ newPage }) => {
  const page = await newPage({ locale: 'de-DE' });
  await page.goto('/portal/quotes');
  await expectGerman(page, 'Anmelden');
  await expect(page.getByRole('main').getByRole('status')).toContainText('Bitte melden Sie sich an.');
  await page.getByLabel('E-Mail-Adresse').fill('niemand@company.example');
  await page.getByLabel('Passwort', { exact: true }).fill('irgendein langes Passwort');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('alert')).toContainText('gehören nicht zusammen');
  await page.getByRole('link', { name: 'Passwort vergessen?' }).click();
  await expectGerman(page, 'Passwort vergessen?');
  await page.getByLabel('E-Mail-Adresse').fill('niemand@company.example');
  await page.getByRole('button', { name: 'Link senden' }).click();
  await expect(page.getByRole('status')).toContainText('eine E-Mail mit einem Link');

  const english = await newPage({ locale: 'fr-FR' });
  await english.goto('/login');
  await expect(english.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});
