-- Bulk invitation runs: tables, who may be invited, and the step by which senders take and note recipients.
--
-- What makes a run fast and what makes it safe is here side by side: a sender's whole conversation with the database is one call
-- of `bulk_invitation_step` for sixteen mails, one round trip and one commit, and that commit touches no row that another sender
-- touches, except the run's own once in up to 256 recipients.

-- One start of the BulkInviteDialog.
create table bulk_invitation_runs (
    id                   uuid primary key,
    state                text not null check (state in ('queued', 'running', 'paused', 'completed', 'cancelled')),
    started_by           uuid not null references users (id),
    remind               boolean not null,
    total                integer not null check (total > 0),
    -- Recipients have `seq` 1 to total; those from next_seq on are in no slot's range yet.
    next_seq             integer not null default 1,
    -- Failures in a row that are not about one recipient, and the time from which a sender may try again.
    failures_in_a_row    integer not null default 0,
    not_before           timestamptz not null default '-infinity',
    paused_because       text,
    -- Set until the last recipient under way is noted; then the state is `cancelled`.
    cancel_requested_at  timestamptz,
    -- When the run last began to move, and how many had an outcome then: from these comes the rate.
    moving_since         timestamptz not null default now(),
    outcomes_before      integer not null default 0,
    created_at           timestamptz not null default now(),
    started_at           timestamptz,
    finished_at          timestamptz
) with (fillfactor = 50);
-- Fifty starts at once make one run.
create unique index bulk_invitation_runs_one_unfinished on bulk_invitation_runs ((true)) where state in ('queued', 'running', 'paused');

-- No index on `outcome`, so that noting one rewrites the row on its page and touches no index (HOT), and no foreign keys, each of
-- which would cost a run of 100,000 a second and more.
create table bulk_invitation_recipients (
    run_id         uuid not null,
    seq            integer not null,
    -- Also the id of the invitation, which is made when the mail is about to be handed over, and so of the Message-ID.
    id             uuid not null,
    client_id      uuid not null,
    name           text not null,
    email          text not null,
    is_reminder    boolean not null,
    outcome        text not null default 'queued' check (outcome in ('queued', 'success', 'failed', 'skipped')),
    -- Why it failed, was skipped or waits.
    reason         text,
    -- Answers about this recipient that said "later", and tries that ended with the connection.
    attempts       smallint not null default 0,
    interruptions  smallint not null default 0,
    -- Set while the recipient waits for another try.
    not_before     timestamptz,
    finished_at    timestamptz,
    primary key (run_id, seq)
) with (fillfactor = 75);
create index bulk_invitation_recipients_waiting on bulk_invitation_recipients (run_id, not_before) where not_before is not null;

-- Outcomes, one row a sender (and row -1 for what staff do: cancel, retry), so that senders never wait for each other and a look
-- costs a page or two.
create table bulk_invitation_progress (
    run_id   uuid not null,
    slot     smallint not null,
    success  integer not null default 0,
    failed   integer not null default 0,
    skipped  integer not null default 0,
    primary key (run_id, slot)
) with (fillfactor = 20);

-- The senders over all servers together: four, each with at most sixteen recipients under way, so never more than 64.
-- A slot is a lease by this database's clock; `fence` grows with each owner, and what an older owner writes finds no row.
create table mail_slots (
    slot         smallint primary key,
    -- The server process; null when the slot was given back.
    owner        uuid,
    fence        bigint not null default 0,
    lease_until  timestamptz not null default '-infinity',
    -- A server with fewer senders that asked for this one.
    asked_by     uuid,
    run_id       uuid,
    -- Recipients of the run that are this slot's to send, whoever owns it; none when next_seq > end_seq.
    next_seq     integer not null default 1,
    end_seq      integer not null default 0,
    -- Recipients whose mail may have been handed over since the last note.
    in_flight    integer[] not null default '{}' check (cardinality(in_flight) <= 16)
) with (fillfactor = 20);
insert into mail_slots (slot) select generate_series(0, 3);

-- The next moment at which a mail may go out, over all servers together (PORTAL_MAIL_RATE).
create table mail_rate (
    id       boolean primary key default true check (id),
    next_at  timestamptz not null default now()
) with (fillfactor = 20);
insert into mail_rate default values;

-- Servers listen here for work and news, so that polling is only the fall-back.
create function notify_mail() returns trigger language plpgsql as $$
begin
    perform pg_notify('mail', '');
    return null;
end $$;
create trigger bulk_invitation_runs_started after insert on bulk_invitation_runs for each row execute function notify_mail();
create trigger bulk_invitation_runs_steered after update on bulk_invitation_runs for each row
    when ((old.state, old.cancel_requested_at, old.failures_in_a_row) is distinct from (new.state, new.cancel_requested_at, new.failures_in_a_row))
    execute function notify_mail();
create trigger outgoing_mails_notify after insert on outgoing_mails for each statement execute function notify_mail();

-- Into which group a client falls, in the order of precedence. The preflight counts these rows, a start copies them, and a sender
-- looks at a recipient's once more: one definition, so that a count is never a guess.
create view bulk_invitation_groups as
select c.id as client_id, c.name, c.mail_address, open.invitations as open_invitations,
       case
           when not c.is_active then 'inactive'
           when c.portal_user_id is not null then 'has_account'
           when btrim(coalesce(c.email, ''), E' \t') = '' then 'no_email'
           when c.mail_address is null then 'unusable_email'
           -- All who share an address are meant: one link of theirs would lead to whoever comes first.
           when exists (select from clients o where o.mail_address = c.mail_address and o.id <> c.id and o.is_active) then 'unusable_email'
           -- Somebody else's account; one's own is that of a contact of this client.
           when exists (select from users u where u.email = c.mail_address and (
                           u.kind <> 'client' or not u.is_active
                           or not exists (select from client_contacts k where k.client_id = c.id and k.user_id = u.id)
                           or exists (select from clients o where o.portal_user_id = u.id))) then 'unusable_email'
           when open.invitations <> '{}' then 'already_invited'
           else 'eligible'
       end as invitation_group
  from clients c
  cross join lateral (
           -- An array and not a join: nobody has more than a few, and no plan can read more than those.
           select array(select i.id from invitations i
                         where i.client_id = c.id and i.contact_id is null and i.state in ('queued', 'sent') and i.expires_at > now())
                  as invitations) open;

-- A UUID of version 7 that sorts by `at`, then by `counter` (RFC 9562, 6.2, method 1).
create function uuid_v7(at timestamptz, counter integer) returns uuid language sql volatile parallel safe as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((counter >> 12) & 4095), 3, '0')
            || '8' || lpad(to_hex(counter & 4095), 3, '0') || right(gen_random_uuid()::text, 12))::uuid
$$;

-- State and counts of each run: the run's row and its five of progress, however many recipients there are.
create view bulk_invitation_snapshots as
select r.id, r.state, r.total, r.started_by, r.remind, r.paused_because, r.created_at, r.started_at, r.finished_at,
       p.success, p.failed, p.skipped,
       (p.success + p.failed + p.skipped)::integer - r.outcomes_before as outcomes_since,
       extract(epoch from coalesce(r.finished_at, clock_timestamp()) - r.moving_since)::double precision as seconds_since
  from bulk_invitation_runs r,
       lateral (select coalesce(sum(success), 0)::integer as success, coalesce(sum(failed), 0)::integer as failed,
                       coalesce(sum(skipped), 0)::integer as skipped
                  from bulk_invitation_progress where run_id = r.id) p;
