-- What the company and its clients write to each other, and the bell that hears of news at once.

-- One conversation in general with each client, and one about each project. It is made with its first message.
create table conversations (
    id                uuid primary key,
    client_id         uuid not null references clients (id) on delete cascade,
    -- Null for the general one.
    project_id        uuid references projects (id) on delete cascade,
    -- Each message has the next number, taken under the lock of this row, so that what has been read is a number, too.
    last_seq          integer not null default 0,
    -- Grows with time (UUID version 7): the order of the lists. Null while there is only a draft.
    last_message_id   uuid,
    -- Set while what the client wrote last waits for an answer.
    unanswered_since  timestamptz
);
create unique index conversations_general on conversations (client_id) where project_id is null;
create unique index conversations_of_project on conversations (project_id) where project_id is not null;
create index conversations_by_client on conversations (client_id);
create index conversations_newest on conversations (last_message_id desc) where last_message_id is not null;
create index conversations_unanswered on conversations (last_message_id desc) where unanswered_since is not null;

create table messages (
    id               uuid primary key,
    conversation_id  uuid not null references conversations (id) on delete cascade,
    seq              integer not null,
    author_id        uuid not null references users (id),
    is_from_staff    boolean not null,
    body             text not null check (length(body) between 1 and 10000),
    -- The paper that it is about.
    quote_id         uuid references quotes (id) on delete set null,
    invoice_id       uuid references invoices (id) on delete set null,
    created_at       timestamptz not null default now(),
    constraint messages_seq_key unique (conversation_id, seq)
);
create index messages_by_quote on messages (quote_id) where quote_id is not null;
create index messages_by_invoice on messages (invoice_id) where invoice_id is not null;

-- How far somebody has come in a conversation.
create table conversation_members (
    conversation_id  uuid not null references conversations (id) on delete cascade,
    user_id          uuid not null references users (id) on delete cascade,
    is_staff         boolean not null,
    -- The last message that was shown, and the last one that went out by mail.
    read_seq         integer not null default 0,
    mailed_seq       integer not null default 0,
    -- What could not be sent as it was; kept for another try.
    draft            text not null default '',
    primary key (conversation_id, user_id)
);

-- Unread notices of a conversation make way for a newer one.
create index notifications_of_conversation on notifications (client_id, href) where kind = 'message' and read_at is null;

-- A mail for one person; other kinds find theirs by the subject.
alter table outgoing_mails add column user_id uuid references users (id) on delete cascade;
-- The last message that the mail tells of.
alter table outgoing_mails add column up_to_seq integer;
-- The kinds stand in one place, `MailSubject`.
alter table outgoing_mails drop constraint outgoing_mails_kind_check;
alter table outgoing_mails add constraint outgoing_mails_kind_check check (kind ~ '^[a-z_]+$');
create index outgoing_mails_of_person on outgoing_mails (subject_id, user_id)
    where user_id is not null and sent_at is null and failed_at is null;

-- Servers listen here, and tell the browsers of the person whose id it is.
create function notify_bell() returns trigger language plpgsql as $$
begin
    perform pg_notify('bell', coalesce(new.user_id, old.user_id)::text);
    return null;
end $$;
create trigger notifications_ring after insert or update or delete on notifications for each row execute function notify_bell();
