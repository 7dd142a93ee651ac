-- Who people are, and the sessions that carry them.

create table account (
    id               uuid        not null,
    email            text        not null,
    name             text        not null,
    password_hash    text,
    role             text        not null default 'customer',
    session_version  integer     not null default 1,
    email_verified_at timestamptz,
    suspended_at     timestamptz,
    created_at       timestamptz not null,
    constraint account_pkey primary key (id),
    constraint account_email_key unique (email),
    constraint account_email_normalised check (email = lower(email) and length(email) between 3 and 254),
    constraint account_name_length check (length(name) between 1 and 120),
    constraint account_role_known check (role in ('customer', 'support', 'moderator', 'admin'))
);

-- The key is a hash of the cookie's value: a read of this table opens no session.
create table session (
    id_hash     bytea       not null,
    account_id  uuid,
    data        jsonb       not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    constraint session_pkey primary key (id_hash),
    constraint session_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint session_id_hash_length check (length(id_hash) = 32)
);
create index session_account_idx on session (account_id) where account_id is not null;
create index session_expires_idx on session (expires_at);
