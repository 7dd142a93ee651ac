-- What somebody has besides a password.

-- An app that shows codes. Until a first code has confirmed it, it counts for nothing.
create table authenticator (
    account_id    uuid        not null,
    secret_sealed bytea       not null,
    -- The latest step whose code was used; none at or before it is taken again.
    last_step     bigint      not null default 0,
    created_at    timestamptz not null,
    confirmed_at  timestamptz,
    constraint authenticator_pkey primary key (account_id),
    constraint authenticator_account_fkey foreign key (account_id) references account (id) on delete cascade
);

create table recovery_code (
    account_id uuid        not null,
    code_hash  bytea       not null,
    -- Until the codes have been shown, once.
    unseen     bytea,
    created_at timestamptz not null,
    used_at    timestamptz,
    constraint recovery_code_pkey primary key (account_id, code_hash),
    constraint recovery_code_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint recovery_code_hash_length check (length(code_hash) = 32)
);

-- How often proof was asked for and not given, within an hour.
create table proof_tries (
    account_id uuid        not null,
    began_at   timestamptz not null,
    tries      integer     not null,
    constraint proof_tries_pkey primary key (account_id),
    constraint proof_tries_account_fkey foreign key (account_id) references account (id) on delete cascade
);
