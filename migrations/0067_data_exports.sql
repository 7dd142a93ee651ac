-- Somebody wants everything that is stored about them. The file lies in the store for a week.

create table data_export (
    id             uuid        not null,
    account_id     uuid        not null,
    asked_at       timestamptz not null,
    -- Each try has a file of its own, under a name that cannot be guessed.
    object_key     text,
    bytes          bigint,
    sha256         bytea,
    ready_at       timestamptz,
    expires_at     timestamptz,
    failed_at      timestamptz,
    downloaded_at  timestamptz,
    constraint data_export_pkey primary key (id),
    constraint data_export_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint data_export_object_key unique (object_key),
    constraint data_export_sha256_length check (length(sha256) = 32),
    constraint data_export_ready_is_whole check (ready_at is null
        or (object_key is not null and bytes is not null and sha256 is not null and expires_at is not null)),
    constraint data_export_ready_or_failed check (ready_at is null or failed_at is null)
);
create unique index data_export_running_key on data_export (account_id) where ready_at is null and failed_at is null;
create index data_export_account_idx on data_export (account_id, asked_at);
create index data_export_expires_idx on data_export (expires_at) where expires_at is not null;
