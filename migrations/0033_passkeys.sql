-- Keys that devices keep for people, and the questions that were put to such devices.

create table passkey (
    id            uuid        not null,
    account_id    uuid        not null,
    credential_id bytea       not null,
    -- The public key and its counters, as webauthn-rs writes them.
    credential    jsonb       not null,
    name          text        not null,
    created_at    timestamptz not null,
    last_used_at  timestamptz,
    constraint passkey_pkey primary key (id),
    constraint passkey_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint passkey_credential_id_key unique (credential_id),
    constraint passkey_name_length check (length(name) between 1 and 60)
);
create index passkey_account_idx on passkey (account_id);

-- Each is answered once, within ten minutes.
create table passkey_question (
    id         uuid        not null,
    -- Whose passkey it is about; nobody's when it asks who somebody is.
    account_id uuid,
    kind       text        not null,
    -- What the browser is told.
    options    jsonb       not null,
    -- What its answer is held against.
    state      jsonb       not null,
    asked_at   timestamptz not null,
    constraint passkey_question_pkey primary key (id),
    constraint passkey_question_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint passkey_question_kind_known check (kind in ('add', 'prove', 'identify')),
    constraint passkey_question_about_somebody check ((account_id is null) = (kind = 'identify'))
);
create index passkey_question_asked_idx on passkey_question (asked_at);
