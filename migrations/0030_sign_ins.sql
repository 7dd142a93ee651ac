-- A session that acts for an account says since when, from which device, and how long it may go on. `who` decides by these
-- columns; the same words in `data` are only what the next save is written from.

alter table session
    add column pass_id       uuid,
    add column began_at      timestamptz,
    -- When somebody last showed a password, or what stands for one.
    add column proved_at     timestamptz,
    add column second_factor boolean     not null default false,
    -- "Keep me signed in".
    add column kept          boolean     not null default false,
    add column browser       text,
    add column system        text,
    -- Shortened: a network, not a person.
    add column address       text,
    add column last_used_at  timestamptz,
    add constraint session_pass_key unique (pass_id);

-- Browsers in which somebody has signed in, by the hash of a cookie of theirs, so that a new one can be told of.
create table known_device (
    account_id    uuid        not null,
    token_hash    bytea       not null,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    constraint known_device_pkey primary key (account_id, token_hash),
    constraint known_device_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint known_device_token_hash_length check (length(token_hash) = 32)
);
create index known_device_seen_idx on known_device (last_seen_at);
