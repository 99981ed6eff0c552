-- What becomes of a quote: it is declined with a reason, revised, or approved and turned into an invoice.

-- Counted from 1. An approval names the revision that it approves.
alter table quotes add column revision integer not null default 1 check (revision > 0);

-- What a quote was before it was revised.
create table quote_revisions (
    quote_id      uuid not null references quotes (id) on delete cascade,
    revision      integer not null check (revision > 0),
    -- In the words in which an approval keeps a quote: canonical JSON.
    frozen_quote  text not null,
    status        text not null check (status in ('sent', 'declined')),
    replaced_by   uuid not null references users (id),
    replaced_at   timestamptz not null default now(),
    primary key (quote_id, revision)
);

-- A revision that staff have typed and that could not be sent as it is: kept, so that nothing has to be typed again.
create table quote_revision_drafts (
    quote_id  uuid primary key references quotes (id) on delete cascade,
    user_id   uuid not null references users (id),
    typed     jsonb not null,
    saved_at  timestamptz not null default now()
);

-- Who declined a quote and why. A quote that is revised after that can be declined again.
create table quote_declines (
    quote_id     uuid not null references quotes (id) on delete cascade,
    revision     integer not null check (revision > 0),
    user_id      uuid not null references users (id),
    -- The person's name at that time.
    person_name  text not null,
    reason       text not null,
    ip_address   inet,
    user_agent   text not null,
    device_type  text not null,
    browser      text not null,
    platform     text not null,
    declined_at  timestamptz not null default now(),
    primary key (quote_id, revision)
);

-- The invoice that an approval has made; one a quote.
alter table invoices add column quote_id uuid references quotes (id) on delete set null;
alter table invoices add constraint invoices_quote_id_key unique (quote_id);

-- What stands on papers, and what an approval leads to.
alter table company
    add column paper_address          text not null default '',
    add column paper_footer           text not null default '',
    add column quote_becomes_invoice  boolean not null default false,
    add column invoice_number_prefix  text not null default 'INV-',
    add column next_invoice_number    bigint not null default 1 check (next_invoice_number > 0);
