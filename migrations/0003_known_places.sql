-- Browsers and addresses from which somebody has got in to an account. Limits on failed sign-ins let them through, so that
-- whoever tries another's password all day long does not lock the owner out.
create table known_places (
    user_id       uuid not null references users (id) on delete cascade,
    -- SHA-256 of the browser's device token, or of the address.
    subject       bytea not null check (length(subject) = 32),
    last_used_at  timestamptz not null default now(),
    primary key (user_id, subject)
);
