import { expect } from '@playwright/test';
import { query } from './database.ts';
import type { Demo } from './demo.ts';
import type { Visit } from './pages.ts';
import type { Portal } from './portal.ts';

/** A mail that the demo company sent, and the row that its link stands for. */
interface Mailed {
  link: string;
  id: string;
  email: string;
}

type Finder = (visit: Visit) => Promise<string>;

/** The page of the newest mail to this address, and the link in it. */
export async function keptMail(portal: Portal, to: string): Promise<{ path: string; link: string }> {
  const read = async (path: string) => (await fetch(`${portal.url}${path}`)).text();
  const find = async () => /\/dev\/mail\/[\w-]+/.exec(await read(`/dev/mail?q=${encodeURIComponent(to)}`))?.[0];
  await expect.poll(find, { message: `a mail to ${to}` }).toBeTruthy();
  const path = (await find())!;
  const link = /\/(invitation|reset-password)\/[\w-]{40,}/.exec(await read(path));
  if (!link) throw new Error(`the mail to ${to} has no link`);
  return { path, link: link[0] };
}

async function invite({ demo, pageOf }: Visit): Promise<Mailed> {
  const [client] = await query(
    demo.portal,
    "select client_id, mail_address from bulk_invitation_groups where invitation_group = 'eligible' order by client_id limit 1",
  );
  const email = String(client!.mail_address);
  const page = await pageOf('power_user');
  await page.goto(`/staff/clients/${client!.client_id}`);
  await page.getByRole('button', { name: 'Enable Portal Access' }).click();
  const { link } = await keptMail(demo.portal, email);
  const [row] = await query(demo.portal, 'select id from invitations where client_id = $1 order by id desc limit 1', [client!.client_id]);
  return { link, id: String(row!.id), email };
}

async function forget({ demo, pageOf }: Visit): Promise<Mailed> {
  const { email } = demo.people.member;
  const page = await pageOf('nobody');
  await page.goto('/forgot-password');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  const { link } = await keptMail(demo.portal, email);
  const [row] = await query(demo.portal, 'select id from password_resets where email = $1 order by id desc limit 1', [email]);
  return { link, id: String(row!.id), email };
}

/** One mail of a kind is enough for all pages of its link. */
function once(send: (visit: Visit) => Promise<Mailed>): (visit: Visit) => Promise<Mailed> {
  const sent = new WeakMap<Demo, Promise<Mailed>>();
  return (visit) => {
    const mailed = sent.get(visit.demo) ?? send(visit);
    sent.set(visit.demo, mailed);
    return mailed;
  };
}

const invited = once(invite);
const forgotten = once(forget);

/** The link of an invitation, whose row stands by then as `since` says. */
export const invitation =
  (since = "state = 'sent'"): Finder =>
  async (visit) => {
    const { link, id, email } = await invited(visit);
    await query(visit.demo.portal, "update invitations set state = 'sent', email = $2, expires_at = now() + '1 day' where id = $1", [id, email]);
    await query(visit.demo.portal, `update invitations set ${since} where id = $1`, [id]);
    return link;
  };

/** The same for the link of a forgotten password. */
export const passwordReset =
  (since = 'used_at = null'): Finder =>
  async (visit) => {
    const { link, id } = await forgotten(visit);
    await query(visit.demo.portal, "update password_resets set used_at = null, expires_at = now() + '1 hour' where id = $1", [id]);
    await query(visit.demo.portal, `update password_resets set ${since} where id = $1`, [id]);
    return link;
  };

/** The list of kept mails, with one at least. */
export const mailList: Finder = async (visit) => {
  await forgotten(visit);
  return '/dev/mail';
};

/** The page of a kept mail. */
export const mailPage: Finder = async (visit) => {
  const { email } = await forgotten(visit);
  return (await keptMail(visit.demo.portal, email)).path;
};
