-- Paying in the portal: what a client has started, what the provider or staff said came of it, and how the company is paid.

alter table company
    add column bank_account_holder      text not null default '',
    -- An IBAN, or an account as its country writes it. Empty: bank transfer is not offered.
    add column bank_account             text not null default '',
    add column bank_bic                 text not null default '',
    add column bank_instructions        text not null default '',
    -- Least part of an invoice's total that a client may pay at once; 100 for the whole only.
    add column minimum_payment_percent  integer not null default 0 check (minimum_payment_percent between 0 and 100);

-- One start of a payment by a client: by card, or a transfer that the client says was made.
create table payment_attempts (
    id                  uuid primary key,
    client_id           uuid not null references clients (id) on delete cascade,
    user_id             uuid references users (id) on delete set null,
    provider            text not null check (provider in ('stripe', 'bank_transfer')),
    state               text not null default 'pending' check (state in ('pending', 'succeeded', 'failed', 'cancelled')),
    currency            text not null check (currency ~ '^[A-Z]{3}$'),
    -- What was asked for.
    amount_minor        bigint not null check (amount_minor > 0),
    -- What truly came, of that currency, and what was given back of it.
    received_minor      bigint check (received_minor >= 0),
    refunded_minor      bigint not null default 0 check (refunded_minor >= 0),
    -- The provider's names for the checkout and for the payment that came of it.
    provider_reference  text not null default '',
    provider_payment    text not null default '',
    -- Where the client pays.
    checkout_url        text not null default '',
    -- Until when a pending one keeps others from paying the same money.
    holds_until         timestamptz not null,
    -- A transfer's day and words as the client gives them.
    paid_on             date,
    note                text not null default '',
    -- Why it failed or was refused, for the client to read.
    reason              text not null default '',
    -- Why staff should look at it.
    attention           text check (attention in ('overpaid', 'other_amount', 'other_currency', 'invoice_cancelled', 'unassigned', 'refunded')),
    created_at          timestamptz not null default now(),
    settled_at          timestamptz,
    -- The staff user who confirmed or refused a transfer.
    settled_by          uuid references users (id) on delete set null
);
create index payment_attempts_by_client on payment_attempts (client_id, id desc);
create index payment_attempts_by_payment on payment_attempts (provider_payment) where provider_payment <> '';
create index payment_attempts_waiting on payment_attempts (id desc) where state = 'pending';

-- Which invoices it is for, and how much of it each gets.
create table payment_attempt_invoices (
    attempt_id    uuid not null references payment_attempts (id) on delete cascade,
    invoice_id    uuid not null references invoices (id) on delete cascade,
    amount_minor  bigint not null check (amount_minor > 0),
    primary key (attempt_id, invoice_id)
);
create index payment_attempt_invoices_by_invoice on payment_attempt_invoices (invoice_id);

-- The provider's notices that have been read: one that comes again changes nothing.
create table payment_events (
    provider     text not null,
    event_id     text not null,
    kind         text not null,
    attempt_id   uuid references payment_attempts (id) on delete set null,
    received_at  timestamptz not null default now(),
    primary key (provider, event_id)
);
create index payment_events_by_attempt on payment_events (attempt_id) where attempt_id is not null;

alter table payments
    add column attempt_id      uuid references payment_attempts (id) on delete set null,
    add column refunded_minor  bigint not null default 0,
    add column refunded_on     date,
    add constraint payments_refund check (refunded_minor between 0 and amount_minor),
    -- A payment is recorded once, however often and in whatever order its notices arrive.
    add constraint payments_once_an_attempt unique (attempt_id, invoice_id);

-- As before, less what was given back.
create or replace function payments_keep_invoice_paid() returns trigger language plpgsql as $$
begin
    update invoices set paid_minor = (select coalesce(sum(p.amount_minor - p.refunded_minor), 0)
                                        from payments p where p.invoice_id = invoices.id)
     where id in (select old_id from (values (case when tg_op <> 'INSERT' then old.invoice_id end),
                                             (case when tg_op <> 'DELETE' then new.invoice_id end)) v (old_id) where old_id is not null);
    return null;
end $$;
