-- Two-step sign-in, and what a person sees of the safety of their own account.

-- The secret that the server and the person's authenticator share. It has to be read to check a code, so it is kept as it is; it is
-- shown while it is being set up and never again.
create table two_step (
    user_id      uuid primary key references users (id) on delete cascade,
    secret       bytea not null check (length(secret) = 20),
    -- Null until a code has shown that the person's device has the secret.
    enabled_at   timestamptz,
    -- The last step of thirty seconds whose code was used: no code of it or of one before works again.
    last_step    bigint not null default 0,
    created_at   timestamptz not null default now()
);

-- Each works once, for a person without their device.
create table recovery_codes (
    user_id      uuid not null references two_step (user_id) on delete cascade,
    code_sha256  bytea not null check (length(code_sha256) = 32),
    used_at      timestamptz,
    primary key (user_id, code_sha256)
);

-- Somebody who knew the password a moment ago and has not given the code yet. It opens nothing.
create table pending_sign_ins (
    token_sha256  bytea primary key check (length(token_sha256) = 32),
    user_id       uuid not null references users (id) on delete cascade,
    remember      boolean not null,
    expires_at    timestamptz not null
);
create index pending_sign_ins_by_user on pending_sign_ins (user_id);

-- The owner said that what the log shows was somebody else.
alter table user_sessions drop constraint user_sessions_ended_because_check;
alter table user_sessions add constraint user_sessions_ended_because_check
    check (ended_because in ('signed_out', 'access_disabled', 'password_changed', 'ended_by_user', 'replaced', 'reported'));

-- Which kinds of mail there are is the program's to know; a list here would have to change with each.
alter table outgoing_mails drop constraint outgoing_mails_kind_check;
alter table outgoing_mails add constraint outgoing_mails_kind_check check (kind ~ '^[a-z][a-z_]*$');

-- A person's own part of the log.
create index client_portal_activities_by_user on client_portal_activities (user_id, occurred_at desc, id desc)
    where kind in ('login', 'failed_login', 'password_reset', 'enable_two_step', 'disable_two_step', 'renew_recovery_codes',
                   'use_recovery_code', 'report_activity');
