-- Keys with which programs act for an account. Only a keyed hash is kept: a read of this table opens nothing.
create table api_key (
    id            uuid        not null,
    account_id    uuid        not null,
    name          text        not null,
    key_hash      bytea       not null,
    -- Its last characters, by which the owner tells keys apart.
    ending        text        not null,
    scopes        text[]      not null,
    -- Addresses and networks it works from; empty means anywhere.
    networks      text[]      not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    -- To a few minutes.
    last_used_at  timestamptz,
    revoked_at    timestamptz,
    constraint api_key_pkey primary key (id),
    constraint api_key_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint api_key_hash_key unique (key_hash),
    constraint api_key_hash_length check (length(key_hash) = 32),
    constraint api_key_name_length check (length(name) between 1 and 60),
    constraint api_key_scopes_some check (cardinality(scopes) > 0)
);
create index api_key_account_idx on api_key (account_id, created_at desc);
