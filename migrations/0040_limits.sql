-- How often something was tried lately. Unlogged: it is written on every sign-in and search, is worth minutes, and may be
-- forgotten in a crash of the database, which nobody who guesses passwords can bring about.
create unlogged table limit_bucket (
    action   text        not null,
    -- A keyed hash of an address or a network.
    subject  bytea       not null,
    -- When it holds all its tries again; then the row may go.
    full_at  timestamptz not null,
    constraint limit_bucket_pkey primary key (action, subject),
    constraint limit_bucket_subject_length check (length(subject) = 32)
);
create index limit_bucket_full_idx on limit_bucket (full_at);
