-- What people set about themselves: a picture, a time zone; and what a client wants changed of its particulars.

create table user_pictures (
    -- New with each picture, so that a browser may keep what it got under this id for ever.
    id       uuid primary key,
    user_id  uuid not null unique references users (id) on delete cascade,
    -- A JPEG of 256 by 256 that we have drawn ourselves.
    content  bytea not null check (length(content) between 1 and 300000)
);
-- Read with the session, at every request, so it stands beside the rest of the account.
alter table users add column picture_id uuid;
-- An IANA name; null for the company's.
alter table users add column time_zone text;

create table client_change_requests (
    id            uuid primary key,
    client_id     uuid not null references clients (id) on delete cascade,
    requested_by  uuid not null references users (id) on delete cascade,
    phone         text not null,
    address       text not null,
    city          text not null,
    region        text not null,
    postal_code   text not null,
    country       text not null,
    state         text not null default 'pending' check (state in ('pending', 'accepted', 'refused')),
    -- Of the refusal, for the client.
    reason        text not null default '',
    decided_by    uuid references users (id),
    decided_at    timestamptz,
    created_at    timestamptz not null default now(),
    constraint client_change_requests_decided check ((state = 'pending') = (decided_at is null))
);
create unique index client_change_requests_pending on client_change_requests (client_id) where state = 'pending';
create index client_change_requests_by_client on client_change_requests (client_id, id desc);
