-- Accounts one can sign in to through another service. The subject is how that service knows the person, for ever;
-- the address is only what it said when it was last used.

create table federated_identity (
    provider      text        not null,
    subject       text        not null,
    account_id    uuid        not null,
    email         text        not null,
    linked_at     timestamptz not null,
    last_used_at  timestamptz,
    constraint federated_identity_pkey primary key (provider, subject),
    constraint federated_identity_one_a_provider_key unique (account_id, provider),
    constraint federated_identity_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint federated_identity_provider_known check (provider in ('google', 'github', 'microsoft')),
    constraint federated_identity_subject_length check (length(subject) between 1 and 255)
);
