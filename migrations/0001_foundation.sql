-- The portal's schema. Words are those of the product's contract (SPEC section 2).
-- Ids are UUID v7, made by the application, so that keys grow with time. Money is whole minor units of `currency`.

-- One deployment serves one company, so this table has one row.
create table company (
    id               boolean primary key default true check (id),
    name             text not null default 'Your Company',
    -- IANA name. "Today" is a day in this time zone.
    time_zone        text not null default 'UTC',
    brand_color      text not null default '#3b5bdb' check (brand_color ~ '^#[0-9a-f]{6}$'),
    logo             bytea,
    logo_type        text check (logo_type in ('image/svg+xml', 'image/png', 'image/webp')),
    invitation_days  integer not null default 7 check (invitation_days between 1 and 90),
    support_email    text,
    updated_at       timestamptz not null default now()
);
insert into company default values;

create table users (
    id             uuid primary key,
    kind           text not null check (kind in ('staff', 'client')),
    role           text check (role in ('member', 'power_user', 'admin')),
    -- Lower-cased; compared as it is.
    email          text not null,
    name           text not null,
    phone          text not null default '',
    -- PHC string. Null until the person has chosen a password.
    password_hash  text,
    password_changed_at timestamptz,
    theme          text not null default 'system' check (theme in ('system', 'light', 'dark')),
    is_active      boolean not null default true,
    created_at     timestamptz not null default now(),
    constraint users_email_key unique (email),
    constraint users_email_lower check (email = lower(email)),
    constraint users_staff_have_a_role check ((kind = 'staff') = (role is not null))
);

-- The address that mail goes to, trimmed and lower-cased; null when no mail can be sent to it. It takes what `email::normalize`
-- of the crate `domain` takes (a test holds the two together), so that a hundred thousand clients are sorted into groups where
-- they are stored. Beyond ASCII it knows blocks of letters, not each letter: what a sender then finds unusable it skips, saying so.
create function usable_email(address text) returns text language sql immutable strict parallel safe as $$
    select lower(trimmed)
      from btrim(address, E' \t') as trimmed,
           regexp_replace(trimmed, '[ªµºÀ-ÖØ-öø-\u1fff\u2c00-\u2dff\u3005-\ud7ff\uf900-\ufdcf\ufe70-\ufefc\U00010000-\U0001efff\U00020000-\U0003ffff]', 'x', 'g') as plain
     where octet_length(trimmed) <= 254
       -- A quoted string or words with dots between them, then two labels or more.
       and plain ~ ('^("([!#-\[\]-~]|\\[!-~])+"|[\w!#$%&''*+/=?^`{|}~-]+(\.[\w!#$%&''*+/=?^`{|}~-]+)*)'
                 || '@[a-zA-Z0-9]([\w!#$%&''*+/=?^`{|}~-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([\w!#$%&''*+/=?^`{|}~-]*[a-zA-Z0-9])?)+$')
       and octet_length(regexp_replace(trimmed, '@[^@]*$', '')) <= 64
       -- No label is longer than 63.
       and regexp_replace(trimmed, '^.*@', '') !~ '[^.]{64}'
$$;

create table clients (
    id              uuid primary key,
    external_id     text,
    name            text not null,
    email           text,
    mail_address    text generated always as (usable_email(email)) stored,
    phone           text not null default '',
    address         text not null default '',
    city            text not null default '',
    region          text not null default '',
    postal_code     text not null default '',
    country         text not null default '',
    currency        text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
    is_active       boolean not null default true,
    portal_enabled  boolean not null default false,
    portal_user_id  uuid references users (id),
    created_at      timestamptz not null default now(),
    constraint clients_external_id_key unique (external_id),
    constraint clients_portal_user_id_key unique (portal_user_id)
);
-- The staff list is sorted by name and read by key.
create index clients_by_name on clients (lower(name), id);
create index clients_by_mail_address on clients (mail_address);

create table client_contacts (
    id             uuid primary key,
    client_id      uuid not null references clients (id) on delete cascade,
    external_id    text,
    name           text not null,
    title          text not null default '',
    email          text,
    phone          text not null default '',
    is_active      boolean not null default true,
    portal_access  boolean not null default false,
    user_id        uuid references users (id),
    created_at     timestamptz not null default now(),
    constraint client_contacts_external_id_key unique (external_id),
    -- One account is at most one contact of one client.
    constraint client_contacts_client_user_key unique (client_id, user_id)
);
create index client_contacts_by_client on client_contacts (client_id, lower(name), id);
create index client_contacts_by_user on client_contacts (user_id) where user_id is not null;

create table projects (
    id                uuid primary key,
    client_id         uuid not null references clients (id) on delete cascade,
    external_id       text,
    name              text not null,
    description       text not null default '',
    status            text not null check (status in ('planned', 'active', 'on_hold', 'completed', 'cancelled')),
    starts_on         date,
    ends_on           date,
    progress_percent  smallint not null default 0 check (progress_percent between 0 and 100),
    created_at        timestamptz not null default now(),
    constraint projects_external_id_key unique (external_id)
);
create index projects_by_client on projects (client_id, starts_on desc, id desc);

create table project_milestones (
    id          uuid primary key,
    project_id  uuid not null references projects (id) on delete cascade,
    position    integer not null,
    name        text not null,
    due_on      date,
    done_on     date,
    constraint project_milestones_position_key unique (project_id, position)
);

create table quotes (
    id           uuid primary key,
    client_id    uuid not null references clients (id) on delete cascade,
    project_id   uuid references projects (id) on delete set null,
    external_id  text,
    number       text not null,
    title        text not null default '',
    -- `expired` is derived when it is read.
    status       text not null check (status in ('draft', 'sent', 'approved', 'declined', 'cancelled')),
    issued_on    date not null,
    valid_until  date,
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    total_minor  bigint not null,
    terms        text not null default '',
    created_at   timestamptz not null default now(),
    constraint quotes_number_key unique (number),
    constraint quotes_external_id_key unique (external_id)
);
create index quotes_by_client on quotes (client_id, issued_on desc, id desc);

create table invoices (
    id           uuid primary key,
    client_id    uuid not null references clients (id) on delete cascade,
    project_id   uuid references projects (id) on delete set null,
    external_id  text,
    number       text not null,
    title        text not null default '',
    -- `overdue` is derived when it is read.
    status       text not null check (status in ('draft', 'sent', 'paid', 'cancelled')),
    issued_on    date not null,
    due_on       date,
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    total_minor  bigint not null,
    -- Sum of `payments`, kept by a trigger below, so that lists and cards need no second look.
    paid_minor   bigint not null default 0,
    terms        text not null default '',
    created_at   timestamptz not null default now(),
    constraint invoices_number_key unique (number),
    constraint invoices_external_id_key unique (external_id)
);
create index invoices_by_client on invoices (client_id, issued_on desc, id desc);
-- The cards of the ClientPortal page ask for what is open, which stays few however long the history.
create index invoices_open_by_client on invoices (client_id) where status = 'sent';

create table payments (
    id            uuid primary key,
    invoice_id    uuid not null references invoices (id) on delete cascade,
    amount_minor  bigint not null check (amount_minor > 0),
    paid_on       date not null,
    method        text not null default 'other',
    reference     text not null default '',
    created_at    timestamptz not null default now()
);
create index payments_by_invoice on payments (invoice_id);

create function payments_keep_invoice_paid() returns trigger language plpgsql as $$
begin
    update invoices set paid_minor = (select coalesce(sum(p.amount_minor), 0) from payments p where p.invoice_id = invoices.id)
     where id in (select old_id from (values (case when tg_op <> 'INSERT' then old.invoice_id end),
                                             (case when tg_op <> 'DELETE' then new.invoice_id end)) v (old_id) where old_id is not null);
    return null;
end $$;
create trigger payments_keep_invoice_paid after insert or update or delete on payments
    for each row execute function payments_keep_invoice_paid();

-- Lines of a quote or of an invoice: exactly one of the two.
create table lines (
    id                uuid primary key,
    quote_id          uuid references quotes (id) on delete cascade,
    invoice_id        uuid references invoices (id) on delete cascade,
    position          integer not null check (position > 0),
    description       text not null,
    quantity          numeric(14, 4) not null,
    unit_price_minor  bigint not null,
    discount_percent  numeric(5, 2) not null default 0 check (discount_percent between 0 and 100),
    -- quantity × unit price less discount, rounded half up to the currency's minor unit.
    total_minor       bigint not null,
    constraint lines_of_one_document check ((quote_id is null) <> (invoice_id is null)),
    constraint lines_quote_position_key unique (quote_id, position),
    constraint lines_invoice_position_key unique (invoice_id, position)
);

-- What an approval proves (SPEC section 5). One row a quote, never changed.
create table quote_approvals (
    quote_id        uuid primary key references quotes (id),
    user_id         uuid not null references users (id),
    typed_name      text not null,
    -- The quote as it was approved, canonical JSON, and its digest.
    frozen_quote    text not null,
    frozen_sha256   bytea not null check (length(frozen_sha256) = 32),
    ip_address      inet,
    user_agent      text not null,
    device_type     text not null,
    browser         text not null,
    platform        text not null,
    approved_at     timestamptz not null default now()
);

-- An approved quote cannot be changed afterwards, whoever tries.
create function quotes_stay_approved() returns trigger language plpgsql as $$
begin
    if old.status = 'approved' and (new.* is distinct from old.*) then
        raise exception 'quote % is approved and cannot be changed', old.number using errcode = 'restrict_violation', constraint = 'quotes_stay_approved';
    end if;
    return new;
end $$;
create trigger quotes_stay_approved before update on quotes for each row execute function quotes_stay_approved();

create function lines_stay_approved() returns trigger language plpgsql as $$
begin
    if exists (select from quotes q where q.status = 'approved' and q.id in (
        case when tg_op <> 'INSERT' then old.quote_id end, case when tg_op <> 'DELETE' then new.quote_id end))
       and (tg_op <> 'UPDATE' or new.* is distinct from old.*) then
        raise exception 'the quote of this line is approved and cannot be changed' using errcode = 'restrict_violation', constraint = 'quotes_stay_approved';
    end if;
    return coalesce(new, old);
end $$;
create trigger lines_stay_approved before insert or update or delete on lines for each row execute function lines_stay_approved();

create table documents (
    id                     uuid primary key,
    client_id              uuid not null references clients (id) on delete cascade,
    project_id             uuid references projects (id) on delete set null,
    quote_id               uuid references quotes (id) on delete set null,
    invoice_id             uuid references invoices (id) on delete set null,
    name                   text not null,
    content_type           text not null default 'application/octet-stream',
    size_bytes             bigint not null default 0,
    is_shared_with_client  boolean not null default false,
    created_at             timestamptz not null default now()
);
create index documents_by_client on documents (client_id, created_at desc, id desc);

-- What the bell holds, one row a person and event.
create table notifications (
    id          uuid primary key,
    user_id     uuid not null references users (id) on delete cascade,
    -- Null for what concerns the account and not one client.
    client_id   uuid references clients (id) on delete cascade,
    kind        text not null,
    title       text not null,
    -- An address inside the portal.
    href        text not null,
    created_at  timestamptz not null default now(),
    read_at     timestamptz
);
create index notifications_by_user on notifications (user_id, id desc);
create index notifications_unread on notifications (user_id) where read_at is null;

-- A session is a row; the cookie holds 32 random bytes and the row only their SHA-256.
create table user_sessions (
    id               uuid primary key,
    token_sha256     bytea not null unique check (length(token_sha256) = 32),
    user_id          uuid not null references users (id) on delete cascade,
    -- The client that a person with several is looking at.
    client_id        uuid references clients (id) on delete cascade,
    remember         boolean not null,
    ip_address       inet,
    user_agent       text not null,
    device_type      text not null,
    browser          text not null,
    platform         text not null,
    created_at       timestamptz not null default now(),
    last_seen_at     timestamptz not null default now(),
    -- Idle and absolute limits; past either the session is over.
    idle_until       timestamptz not null,
    absolute_until   timestamptz not null,
    ended_at         timestamptz,
    ended_because    text check (ended_because in ('signed_out', 'access_disabled', 'password_changed', 'ended_by_user', 'replaced'))
);
create index user_sessions_by_user on user_sessions (user_id) where ended_at is null;

-- Windows of failed sign-ins and other limited acts; `subject` is a hash, so that no address typed by a stranger is kept.
create table rate_limits (
    scope         text not null,
    subject       bytea not null,
    window_start  timestamptz not null,
    hits          integer not null,
    primary key (scope, subject)
);

create table password_resets (
    id            uuid primary key,
    -- As typed, lower-cased. Whether it is anybody's is looked up later, by the worker, so that asking takes the same time.
    email         text not null,
    user_id       uuid references users (id) on delete cascade,
    token_sha256  bytea unique check (length(token_sha256) = 32),
    ip_address    inet,
    user_agent    text not null,
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null,
    used_at       timestamptz
);
create index password_resets_by_user on password_resets (user_id) where used_at is null;

create table invitations (
    id              uuid primary key,
    client_id       uuid not null references clients (id) on delete cascade,
    -- Null when it is for the client's portal user.
    contact_id      uuid references client_contacts (id) on delete cascade,
    -- The bulk invitation run that made it. No foreign key, nor for `invited_by`: the check would lock that one row by turns
    -- for each mail of a run.
    run_id          uuid,
    name            text not null,
    email           text not null,
    -- `expired` is derived when it is read.
    state           text not null check (state in ('queued', 'sent', 'failed', 'accepted', 'revoked')),
    error           text,
    invited_by      uuid,
    created_at      timestamptz not null default now(),
    sent_at         timestamptz,
    expires_at      timestamptz not null,
    accepted_at     timestamptz,
    revoked_at      timestamptz
-- Room for the step from queued to sent beside the row, which then touches no index.
) with (fillfactor = 60);
create index invitations_by_client on invitations (client_id, id desc);
create index invitations_by_contact on invitations (contact_id, id desc) where contact_id is not null;

-- Where a link leads. An invitation has more than one only after a crash between handing over and noting:
-- each link that went out works. No foreign key: its check costs as much as the row, and a token without an invitation leads
-- nowhere.
create table invitation_tokens (
    token_sha256   bytea primary key check (length(token_sha256) = 32),
    invitation_id  uuid not null
);

-- Mails other than a run's: few, one row each, sent at least once with the same Message-ID.
create table outgoing_mails (
    id           uuid primary key,
    kind         text not null check (kind in ('invitation', 'password_reset', 'password_changed', 'quote_approved')),
    -- Of the invitation, the reset, the user or the quote, by kind.
    subject_id   uuid not null,
    attempts     smallint not null default 0,
    not_before   timestamptz not null default now(),
    lease_until  timestamptz,
    fence        bigint not null default 0,
    created_at   timestamptz not null default now(),
    sent_at      timestamptz,
    failed_at    timestamptz,
    error        text
);
create index outgoing_mails_waiting on outgoing_mails (not_before) where sent_at is null and failed_at is null;

create table api_tokens (
    id            uuid primary key,
    user_id       uuid not null references users (id) on delete cascade,
    name          text not null,
    token_sha256  bytea not null unique check (length(token_sha256) = 32),
    scopes        text[] not null,
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz,
    revoked_at    timestamptz
);

-- The time of a line of the activity log that is about to be written. Other systems read the log by key, time first, and never
-- look back, so that no line may turn up behind one that they have read. `now()` would be when the transaction began, however long
-- ago. So the clock is read here, after a lock that tells readers since which second this transaction may have lines that they
-- cannot see yet. It is a shared one: writers never wait, readers leave out what is younger (`activities_settled_before`).
--
-- What would not do: leaving out the last few seconds, since a transaction may take longer; the number of the transaction as the
-- key, since numbers begin anew where a dump is restored; the times in `pg_stat_activity`, since it hides those of other roles,
-- and a long read would hold up the log.
create function activity_time() returns timestamptz language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtext('client_portal_activities'),
                                         floor(extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00Z'))::integer);
    return clock_timestamp();
end $$;

-- Before this moment no line will turn up any more. To be asked in a statement before the one that reads, whose snapshot then has
-- all that was committed by transactions that are not among the locks. One that takes its lock later writes a later time, since
-- `now()` is from before the look at the locks.
create function activities_settled_before() returns timestamptz language sql as $$
    select least(now(), timestamptz '2020-01-01 00:00Z' + min(objid::bigint) * interval '1 second')
      from pg_locks
     where locktype = 'advisory' and objsubid = 2 and classid = hashtext('client_portal_activities')::oid
       and database = (select oid from pg_database where datname = current_database())
$$;

-- The activity log: partitioned by month, read by key.
create table client_portal_activities (
    id            uuid not null,
    occurred_at   timestamptz not null default activity_time(),
    kind          text not null,
    client_id     uuid,
    user_id       uuid,
    -- The staff member who did it, for acts on access.
    staff_id      uuid,
    subject_type  text,
    subject_id    uuid,
    subject_label text not null default '',
    session_id    uuid,
    ip_address    inet,
    user_agent    text not null default '',
    device_type   text not null default 'desktop' check (device_type in ('desktop', 'mobile', 'tablet')),
    browser       text not null default '',
    platform      text not null default '',
    primary key (occurred_at, id)
) partition by range (occurred_at);
create index client_portal_activities_by_client on client_portal_activities (client_id, occurred_at desc, id desc);
create index client_portal_activities_by_kind on client_portal_activities (kind, occurred_at desc, id desc);
create table client_portal_activities_default partition of client_portal_activities default;

-- Makes the partitions of this month and of `months_ahead` months after it; safe to call at any time, by several at once.
create function ensure_activity_partitions(months_ahead integer) returns void language plpgsql as $$
declare
    month date;
begin
    perform pg_advisory_xact_lock(hashtext('ensure_activity_partitions'));
    for month in select generate_series(date_trunc('month', now() at time zone 'UTC') - interval '1 month',
                                        date_trunc('month', now() at time zone 'UTC') + make_interval(months => months_ahead),
                                        interval '1 month')::date
    loop
        if to_regclass(format('client_portal_activities_%s', to_char(month, 'YYYY_MM'))) is null then
            execute format('create table client_portal_activities_%s partition of client_portal_activities for values from (%L) to (%L)',
                           to_char(month, 'YYYY_MM'), month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
        end if;
    end loop;
end $$;
select ensure_activity_partitions(3);
