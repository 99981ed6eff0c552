import { createHmac, randomUUID } from 'node:crypto';
import { expectNothingForAxe } from '../support/axe.ts';
import { query } from '../support/database.ts';
import { type Demo, expect, test } from '../support/demo.ts';

const SECRET = 'whsec_of_these_tests';
// Nothing listens there: what Stripe says is posted below.
test.use({ demoSettings: { STRIPE_SECRET_KEY: 'sk_test_none', STRIPE_WEBHOOK_SECRET: SECRET, STRIPE_API_BASE: 'http://127.0.0.1:9' } });

interface CardPayment {
  id: string;
  invoice: string;
  minor: number;
  currency: string;
}

/** A payment of an open invoice, as it is while its payer is at Stripe's page. */
async function cardPayment(demo: Demo): Promise<CardPayment> {
  const id = randomUUID();
  const [row] = await query(
    demo.portal,
    `with open as (
       select i.id, i.client_id, i.currency, i.total_minor - i.paid_minor as minor, u.id as user_id
         from invoices i join clients c on c.id = i.client_id join users u on u.id = c.portal_user_id
        where u.email = $2 and i.status = 'sent' and i.total_minor > i.paid_minor
          and not exists (select from payment_attempt_invoices p where p.invoice_id = i.id)
        order by i.id limit 1
     ), attempt as (
       insert into payment_attempts (id, client_id, user_id, provider, currency, amount_minor, checkout_url, holds_until)
       select $1, client_id, user_id, 'stripe', currency, minor, 'https://checkout.stripe.com/c/pay/x', now() + interval '1 hour' from open
     ), part as (
       insert into payment_attempt_invoices (attempt_id, invoice_id, amount_minor) select $1, id, minor from open
     )
     select id as invoice, currency, minor::int from open`,
    [id, demo.people.client.email],
  );
  return { id, ...(row as Omit<CardPayment, 'id'>) };
}

/** Stripe's signed word that the money is there. */
async function pay({ portal }: Demo, { id, minor, currency }: CardPayment): Promise<void> {
  const session = { id: 'cs_1', object: 'checkout.session', client_reference_id: id, payment_status: 'paid', amount_total: minor, currency: currency.toLowerCase(), payment_intent: `pi_${id.slice(0, 8)}` };
  const body = JSON.stringify({ id: `evt_${id}`, object: 'event', type: 'checkout.session.completed', data: { object: session } });
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
  const answer = await fetch(`${portal.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${time},v1=${signature}` },
    body,
  });
  expect(answer.status).toBe(200);
}

test('the page of a payment shows by itself that the money has come', async ({ pageOf, demo }) => {
  const payment = await cardPayment(demo);
  const page = await pageOf('client');
  const listens = page.waitForRequest(new RegExp(`/portal/payments/${payment.id}/events$`));
  await page.goto(`/portal/payments/${payment.id}?returned=1`);
  await listens;
  const main = page.getByRole('main');
  await expect(main.getByText('Your payment is being processed')).toBeVisible();
  await expectNothingForAxe(page);
  // With script it does not ask again and again.
  let loads = 0;
  page.on('request', (request) => (loads += Number(request.isNavigationRequest())));
  await page.waitForTimeout(5_000);
  expect(loads).toBe(0);
  await pay(demo, payment);
  await expect(main.getByText('Payment received')).toBeVisible({ timeout: 3_000 });
  await expect(main.getByText('Your payment is being processed')).toBeHidden();
});

test('the page of an invoice says that a payment has come, and leaves what is being typed', async ({ pageOf, demo }) => {
  const payment = await cardPayment(demo);
  const page = await pageOf('client');
  const listens = page.waitForRequest(new RegExp(`/portal/invoices/${payment.invoice}/events$`));
  await page.goto(`/portal/invoices/${payment.invoice}`);
  await listens;
  const main = page.getByRole('main');
  await expect(main.getByText('Payment received')).toBeHidden();
  await pay(demo, payment);
  await expect(main.getByText('Payment received')).toBeVisible({ timeout: 3_000 });
  await expect(main.getByText('Thank you. The invoice is paid.')).toBeVisible();
  await expectNothingForAxe(page);
  await main.getByRole('link', { name: 'Show it as it is now' }).click();
  await expect(main.getByText('Paid', { exact: true }).first()).toBeVisible();
  await expect(main.getByText('Payment received')).toBeHidden();
  await expect(main.getByRole('region', { name: 'Pay this invoice' })).toBeHidden();
});
