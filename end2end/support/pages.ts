import type { Page } from '@playwright/test';
import type { Demo, DemoRole } from './demo.ts';

export type Who = DemoRole | 'nobody';

/** What there is to bring a page about with. */
export interface Visit {
  demo: Demo;
  pageOf: (role: Who) => Promise<Page>;
}

export interface PortalPage {
  /** Also the name of its screenshots. */
  name: string;
  as: Who;
  /** The address, or what finds it out. */
  path: string | ((visit: Visit) => Promise<string>);
  /** Goes on from `path`: to pages whose address holds an id, or to a state of the page. */
  then?: (page: Page, visit: Visit) => Promise<void>;
  /** In the screenshots: `all` is desktop and phone, light and dark. */
  shots?: 'all' | 'light';
  /** The answer's status, when it is not 200. */
  status?: number;
}

/** Opens the first row's link to a page under `path`. */
export const first = (path: string) => async (page: Page) => {
  const link = page.locator(`main a[href^="${path}/"]`).first();
  await page.goto((await link.getAttribute('href'))!);
};

/** Opens the first open quote, or the first of all where other specs have decided on every one. */
const openQuote = async (page: Page) => {
  const rows = page.locator('main a[href^="/portal/quotes/"]');
  if ((await rows.count()) === 0) await page.goto('/portal/quotes');
  await first('/portal/quotes')(page);
};

/** Opens the page of a document in the list. */
const documentNamed = (name: RegExp) => async (page: Page) => {
  await page.getByRole('table', { name: 'Documents' }).getByRole('link', { name }).first().click();
};

/** The quotes of the first client in the list. */
const clientQuotes = async (page: Page) => {
  await first('/staff/clients')(page);
  await page.goto(`${new URL(page.url()).pathname}/quotes`);
};

/** A sent quote of the client whose person signs in. */
const staffQuote = async (page: Page) => {
  await page.goto('/staff/clients?q=Fairwater+Ferries');
  await clientQuotes(page);
  await page.goto(`${new URL(page.url()).pathname}?status=sent`);
  await first('/staff/quotes')(page);
};

/** Every page that can be visited; the axe, screenshot and layout specs go through it. */
export const PAGES: PortalPage[] = [
  { name: 'login', as: 'nobody', path: '/login', shots: 'all' },
  { name: 'forgot-password', as: 'nobody', path: '/forgot-password', shots: 'light' },
  { name: 'reset-password-wrong-link', as: 'nobody', path: '/reset-password/not-a-token', status: 404 },
  { name: 'invitation-wrong-link', as: 'nobody', path: '/invitation/not-a-token', status: 404 },
  { name: 'dev-mail', as: 'nobody', path: '/dev/mail' },
  { name: 'api-docs', as: 'nobody', path: '/api/docs' },
  { name: 'portal', as: 'client', path: '/portal', shots: 'all' },
  { name: 'projects', as: 'client', path: '/portal/projects', shots: 'light' },
  { name: 'project', as: 'client', path: '/portal/projects', then: first('/portal/projects'), shots: 'light' },
  { name: 'quotes', as: 'client', path: '/portal/quotes', shots: 'light' },
  { name: 'quote', as: 'client', path: '/portal/quotes?status=sent', then: openQuote, shots: 'all' },
  { name: 'quote-approved', as: 'client', path: '/portal/quotes?status=approved', then: first('/portal/quotes') },
  { name: 'quote-expired', as: 'client', path: '/portal/quotes?status=expired', then: first('/portal/quotes') },
  { name: 'quote-declined', as: 'client', path: '/portal/quotes?status=declined', then: first('/portal/quotes') },
  { name: 'invoices', as: 'client', path: '/portal/invoices', shots: 'all' },
  { name: 'invoice', as: 'client', path: '/portal/invoices', then: first('/portal/invoices'), shots: 'light' },
  { name: 'no-hits', as: 'client', path: '/portal/invoices?q=no+such+invoice' },
  {
    name: 'pay',
    as: 'client',
    path: '/portal/invoices?status=pending',
    then: async (page) => {
      const ids = await page.getByRole('checkbox').evaluateAll((ticks) => ticks.map((tick) => (tick as HTMLInputElement).value));
      await page.goto(`/portal/pay?${ids.map((id) => `invoice=${id}`).join('&')}`);
    },
    shots: 'light',
  },
  { name: 'statement', as: 'client', path: '/portal/statement', shots: 'light' },
  { name: 'documents', as: 'client', path: '/portal/documents', shots: 'light' },
  { name: 'documents-hand-over', as: 'client', path: '/portal/documents', then: (page) => page.getByRole('link', { name: /^Hand over/ }).first().click() },
  { name: 'document', as: 'client', path: '/portal/documents?q=Logo', then: documentNamed(/^Logo/), shots: 'light' },
  { name: 'document-pdf', as: 'client', path: '/portal/documents?q=agreement', then: documentNamed(/agreement/) },
  { name: 'messages', as: 'client', path: '/portal/messages', shots: 'all' },
  { name: 'messages-project', as: 'client', path: '/portal/messages', then: first('/portal/messages'), shots: 'light' },
  { name: 'notifications', as: 'client', path: '/portal/notifications', shots: 'light' },
  { name: 'people', as: 'client', path: '/portal/people', shots: 'light' },
  { name: 'profile', as: 'client', path: '/portal/profile' },
  { name: 'settings', as: 'client', path: '/portal/settings', shots: 'light' },
  { name: 'security', as: 'client', path: '/portal/security', shots: 'light' },
  { name: 'missing', as: 'client', path: '/portal/quotes/01890000-0000-7000-8000-000000000000', status: 404 },
  { name: 'staff-clients', as: 'power_user', path: '/staff/clients', shots: 'all' },
  { name: 'staff-client', as: 'power_user', path: '/staff/clients', then: first('/staff/clients'), shots: 'light' },
  {
    name: 'staff-contacts',
    as: 'power_user',
    path: '/staff/clients',
    then: async (page) => {
      await first('/staff/clients')(page);
      await page.goto(`${new URL(page.url()).pathname}/contacts`);
    },
    shots: 'light',
  },
  {
    name: 'staff-client-documents',
    as: 'power_user',
    path: '/staff/clients?q=Fairwater',
    then: async (page) => {
      await first('/staff/clients')(page);
      await page.goto(`${new URL(page.url()).pathname}/documents`);
    },
    shots: 'light',
  },
  { name: 'staff-client-quotes', as: 'power_user', path: '/staff/clients', then: clientQuotes, shots: 'light' },
  { name: 'staff-quote', as: 'power_user', path: '/staff/clients', then: staffQuote, shots: 'light' },
  {
    name: 'staff-quote-revise',
    as: 'power_user',
    path: '/staff/clients',
    then: async (page) => {
      await staffQuote(page);
      await page.goto(`${new URL(page.url()).pathname}/revise`);
    },
    shots: 'light',
  },
  { name: 'staff-messages', as: 'power_user', path: '/staff/messages', shots: 'all' },
  { name: 'staff-conversation', as: 'power_user', path: '/staff/messages', then: first('/staff/messages'), shots: 'light' },
  { name: 'staff-notifications', as: 'power_user', path: '/staff/notifications' },
  { name: 'staff-bulk-invitations', as: 'power_user', path: '/staff/bulk-invitations' },
  {
    name: 'staff-bulk-invitation-run',
    as: 'power_user',
    path: '/staff/bulk-invitations',
    then: async (page) => {
      const run = page.getByRole('main').getByRole('row').getByRole('link').first();
      await page.goto((await run.getAttribute('href'))!);
    },
    shots: 'light',
  },
  { name: 'staff-bulk-invitations-new', as: 'power_user', path: '/staff/bulk-invitations/new', shots: 'light' },
  { name: 'staff-payments', as: 'member', path: '/staff/payments', shots: 'light' },
  { name: 'staff-payment', as: 'member', path: '/staff/payments', then: first('/staff/payments'), shots: 'light' },
  { name: 'staff-activity', as: 'power_user', path: '/staff/activity', shots: 'all' },
  { name: 'staff-api-tokens', as: 'admin', path: '/staff/api-tokens' },
  { name: 'staff-company', as: 'admin', path: '/staff/company', shots: 'light' },
  { name: 'staff-profile', as: 'admin', path: '/staff/profile' },
  { name: 'staff-settings', as: 'admin', path: '/staff/settings' },
  { name: 'staff-security', as: 'admin', path: '/staff/security' },
];

/** Opens a page of the table and gives back the answer's status. */
export async function open(page: Page, { path, then }: PortalPage, visit: Visit): Promise<number> {
  const answer = await page.goto(typeof path === 'string' ? path : await path(visit));
  await then?.(page, visit);
  return answer?.status() ?? 0;
}
