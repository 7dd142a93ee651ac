-- Short-lived tokens that a program gets for its key. Each refresh token works once and leads to the next of its family; one
-- that is shown twice was stolen from one of the two who showed it, and ends the family.
create table token_family (
    id          uuid        not null,
    api_key_id  uuid        not null,
    scopes      text[]      not null,
    began_at    timestamptz not null,
    -- When its newest refresh token was given out, and until when that works.
    renewed_at  timestamptz not null,
    expires_at  timestamptz not null,
    ended_at    timestamptz,
    constraint token_family_pkey primary key (id),
    constraint token_family_api_key_fkey foreign key (api_key_id) references api_key (id) on delete cascade
);
create index token_family_api_key_idx on token_family (api_key_id);

create table refresh_token (
    token_hash  bytea       not null,
    family_id   uuid        not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    constraint refresh_token_pkey primary key (token_hash),
    constraint refresh_token_family_fkey foreign key (family_id) references token_family (id) on delete cascade,
    constraint refresh_token_hash_length check (length(token_hash) = 32)
);
create index refresh_token_family_idx on refresh_token (family_id);
