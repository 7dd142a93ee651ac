-- What was erased, without saying whose it was: to be done once more after an older backup was restored.
create table erasure (
    id            uuid        not null,
    -- A keyed hash.
    address_hash  bytea       not null,
    -- Nothing for an address without an account. Refers to nothing: a restored backup may not have it yet.
    account_id    uuid,
    erased_at     timestamptz not null,
    constraint erasure_pkey primary key (id),
    constraint erasure_account_key unique (account_id),
    constraint erasure_address_hash_length check (length(address_hash) = 32)
);

-- Somebody asks for an address to be erased that need not have an account.
create table erasure_request (
    id          uuid        not null,
    email       text        not null,
    token_hash  bytea       not null,
    asked_at    timestamptz not null,
    expires_at  timestamptz not null,
    -- When it was let through to be mailed.
    mailed_at   timestamptz,
    constraint erasure_request_pkey primary key (id),
    constraint erasure_request_token_key unique (token_hash),
    constraint erasure_request_token_hash_length check (length(token_hash) = 32),
    constraint erasure_request_email_normalised check (email = lower(email) and length(email) between 3 and 254)
);
create index erasure_request_email_idx on erasure_request (email, asked_at);
create index erasure_request_expires_idx on erasure_request (expires_at);
