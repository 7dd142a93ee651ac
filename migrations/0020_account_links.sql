-- Links that are sent by mail and prove that somebody reads an address; and the change of an address that waits for two of them.

create table email_change (
    id                uuid        not null,
    account_id        uuid        not null,
    old_email         text        not null,
    new_email         text        not null,
    -- An address that was never verified cannot agree, and need not.
    old_must_agree    boolean     not null,
    asked_at          timestamptz not null,
    expires_at        timestamptz not null,
    old_agreed_at     timestamptz,
    new_agreed_at     timestamptz,
    done_at           timestamptz,
    stopped_at        timestamptz,
    constraint email_change_pkey primary key (id),
    constraint email_change_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint email_change_new_email_normalised check (new_email = lower(new_email) and length(new_email) between 3 and 254),
    constraint email_change_done_or_stopped check (done_at is null or stopped_at is null)
);
create unique index email_change_open_key on email_change (account_id) where done_at is null and stopped_at is null;
create index email_change_account_idx on email_change (account_id, asked_at);
create index email_change_expires_idx on email_change (expires_at);

-- The token is derived from the id and the server's key, and only a hash of it is kept: a read of this table opens nothing.
create table account_link (
    id               uuid        not null,
    account_id       uuid        not null,
    purpose          text        not null,
    token_hash       bytea       not null,
    -- Where it was sent: it proves nothing about any other address.
    email            text        not null,
    email_change_id  uuid,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    used_at          timestamptz,
    constraint account_link_pkey primary key (id),
    constraint account_link_token_key unique (token_hash),
    constraint account_link_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint account_link_change_fkey foreign key (email_change_id) references email_change (id) on delete cascade,
    constraint account_link_token_hash_length check (length(token_hash) = 32),
    constraint account_link_purpose_known check (purpose in ('verify-email', 'reset-password', 'new-email', 'old-email')),
    constraint account_link_is_of_a_change check ((email_change_id is not null) = (purpose in ('new-email', 'old-email')))
);
create index account_link_account_idx on account_link (account_id, purpose, created_at);
create index account_link_change_idx on account_link (email_change_id) where email_change_id is not null;
create index account_link_expires_idx on account_link (expires_at);

-- Somebody wants to set a new password. Whether the address has an account is asked later, by the job that answers.
create table reset_request (
    id        uuid        not null,
    email     text        not null,
    asked_at  timestamptz not null,
    constraint reset_request_pkey primary key (id)
);
create index reset_request_asked_idx on reset_request (asked_at);
