-- Passkeys (WebAuthn): a key pair of which the device keeps the private half and the server the public one.

create table passkeys (
    id             uuid primary key,
    user_id        uuid not null references users (id) on delete cascade,
    -- By this a device names the key. No two accounts have the same.
    credential_id  bytea not null unique check (length(credential_id) between 1 and 1023),
    -- Public key, counter and flags, as the library writes and reads them.
    credential     bytea not null,
    name           text not null check (name <> '' and length(name) <= 60),
    created_at     timestamptz not null default now(),
    last_used_at   timestamptz
);
create index passkeys_by_user on passkeys (user_id, created_at, id);

-- A passkey that is being added: what the device is asked, and what its answer is checked against. One a session, used up by the
-- answer.
create table passkey_additions (
    session_id  uuid primary key references user_sessions (id) on delete cascade,
    user_id     uuid not null references users (id) on delete cascade,
    options     bytea not null,
    state       bytea not null,
    expires_at  timestamptz not null
);
create index passkey_additions_by_user on passkey_additions (user_id);

-- What somebody who wants in was asked to sign. Used up by the answer, whatever comes of it.
create table passkey_challenges (
    token_sha256    bytea primary key check (length(token_sha256) = 32),
    -- For the second step: of whom who has given the password. Null where the passkey is the whole sign-in.
    pending_sha256  bytea references pending_sign_ins (token_sha256) on delete cascade,
    state           bytea not null,
    expires_at      timestamptz not null
);
create index passkey_challenges_by_pending on passkey_challenges (pending_sha256) where pending_sha256 is not null;
create index passkey_challenges_by_expiry on passkey_challenges (expires_at);

-- Since when the password alone is not enough and a passkey, or a recovery code, is asked for.
alter table users add column passkey_step_since timestamptz;

-- Recovery codes are for whichever second step the account has.
alter table recovery_codes drop constraint recovery_codes_user_id_fkey;
alter table recovery_codes add constraint recovery_codes_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade;

-- The mail of a reset that follows "this was not me" says what has happened to the account.
alter table password_resets add column is_after_report boolean not null default false;

-- A person's own part of the log, with what they do about their passkeys.
drop index client_portal_activities_by_user;
create index client_portal_activities_by_user on client_portal_activities (user_id, occurred_at desc, id desc)
    where kind in ('login', 'failed_login', 'password_reset', 'enable_two_step', 'disable_two_step', 'renew_recovery_codes',
                   'use_recovery_code', 'report_activity', 'add_passkey', 'rename_passkey', 'remove_passkey',
                   'enable_passkey_step', 'disable_passkey_step');
