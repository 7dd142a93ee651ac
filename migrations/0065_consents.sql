-- Which text somebody agreed to, in which version, when, and where they stood.

-- The texts are pages of the shop; here is what proves which one it was.
create table document_version (
    document  text    not null,
    version   integer not null,
    since     date    not null,
    sha256    bytea   not null,
    constraint document_version_pkey primary key (document, version),
    constraint document_version_document_known check (document in ('terms', 'privacy', 'license')),
    constraint document_version_sha256_length check (length(sha256) = 32)
);

create table consent (
    id            uuid        not null,
    account_id    uuid        not null,
    -- A document, or what may be withdrawn again.
    subject       text        not null,
    version       integer,
    given_at      timestamptz not null,
    way           text        not null,
    -- Shortened: a network, not a person.
    address       text,
    withdrawn_at  timestamptz,
    withdrawn_way text,
    constraint consent_pkey primary key (id),
    constraint consent_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint consent_version_fkey foreign key (subject, version) references document_version (document, version),
    constraint consent_subject_known check (subject in ('terms', 'privacy', 'license', 'product-news')),
    constraint consent_version_of_a_document check ((version is null) = (subject = 'product-news')),
    constraint consent_way_known check (way in ('sign-up', 'checkout', 'terms-page', 'preferences')),
    constraint consent_withdrawn_way_known check (withdrawn_way in ('preferences', 'mail')),
    constraint consent_withdrawn_somewhere check ((withdrawn_at is null) = (withdrawn_way is null)),
    constraint consent_document_stays check (withdrawn_at is null or version is null)
);
create index consent_account_idx on consent (account_id, subject, given_at);
create unique index consent_standing_key on consent (account_id, subject) where version is null and withdrawn_at is null;
