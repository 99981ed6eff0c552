-- Documents with their bytes in an object store, and files that staff ask a client for.

-- Largest file that is taken, in megabytes of a million bytes.
alter table company
    add column document_megabytes integer not null default 100 check (document_megabytes between 1 and 2000);

-- A file that staff ask a client for.
create table document_requests (
    id            uuid primary key,
    client_id     uuid not null references clients (id) on delete cascade,
    project_id    uuid references projects (id) on delete set null,
    title         text not null,
    note          text not null default '',
    due_on        date,
    state         text not null default 'open' check (state in ('open', 'handed_over', 'accepted', 'sent_back')),
    -- Why it was sent back.
    reason        text not null default '',
    requested_by  uuid references users (id) on delete set null,
    created_at    timestamptz not null default now(),
    -- When it was accepted or sent back.
    decided_at    timestamptz
);
create index document_requests_by_client on document_requests (client_id, id desc);

-- A document's bytes lie under a key that is made from its id. Documents from before there was a store have none.
alter table documents
    add column is_stored    boolean not null default false,
    add column uploaded_by  uuid references users (id) on delete set null,
    add column request_id   uuid references document_requests (id) on delete set null;
create index documents_by_request on documents (request_id, id) where request_id is not null;

-- Bytes that may lie in the store and belong to no document: of an upload that is under way (due only when it cannot be any more)
-- and of a document that was deleted. The housekeeping deletes them, so that nothing is left behind whatever is killed on the way.
create table document_removals (
    document_id  uuid primary key,
    due_at       timestamptz not null
);
create index document_removals_by_due on document_removals (due_at);

-- However a document goes, also together with its client.
create function remove_document_bytes() returns trigger language plpgsql as $$
begin
    insert into document_removals (document_id, due_at) values (old.id, now()) on conflict (document_id) do nothing;
    return null;
end $$;
create trigger documents_remove_bytes after delete on documents
    for each row when (old.is_stored) execute function remove_document_bytes();
