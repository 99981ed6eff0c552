-- How people want to hear of news: in the bell, by mail, or not at all.

create table notification_preferences (
    user_id    uuid not null references users (id) on delete cascade,
    -- The first word of the kinds of notification that it is about.
    event      text not null check (event ~ '^[a-z]+$'),
    in_portal  boolean not null,
    by_mail    boolean not null,
    primary key (user_id, event)
);

-- False for one that went out by mail only, to somebody who does not want it in the bell.
alter table notifications add column in_portal boolean not null default true;

-- Reminders: so many days before a quote lapses and after an invoice was due. Null: none.
alter table company add column remind_quote_days integer default 3 check (remind_quote_days between 1 and 60);
alter table company add column remind_invoice_days integer default 3 check (remind_invoice_days between 1 and 60);
alter table clients add column reminders_enabled boolean not null default true;

-- Each reminder is made once, whichever server comes first; another last day makes another one.
create table reminders (
    kind        text not null check (kind in ('quote_lapses', 'invoice_overdue')),
    -- Of the quote or the invoice.
    subject_id  uuid not null,
    day         date not null,
    created_at  timestamptz not null default now(),
    primary key (kind, subject_id, day)
);
