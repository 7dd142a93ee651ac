-- What happened, and what the market does about it by itself.

-- Followers read rows with `xid < pg_snapshot_xmin(pg_current_snapshot())` in (xid, seq) order:
-- by seq alone they would miss the rows of a transaction that was slower to commit.
create table event (
    seq          bigint      not null generated always as identity,
    xid          xid8        not null default pg_current_xact_id(),
    id           uuid        not null,
    kind         text        not null,
    object_type  text        not null,
    object_id    uuid        not null,
    data         jsonb       not null,
    occurred_at  timestamptz not null,
    constraint event_pkey primary key (seq),
    constraint event_id_key unique (id)
);
create index event_follow_idx on event (xid, seq);
create index event_object_idx on event (object_type, object_id, seq);

create table job (
    id            bigint      not null generated always as identity,
    kind          text        not null,
    args          jsonb       not null,
    -- One job for one effect, however often it is asked for.
    dedupe_key    text        not null,
    run_at        timestamptz not null,
    attempts      integer     not null default 0,
    -- The lease ends by itself when a worker dies; its token keeps a frozen worker from writing afterwards.
    lease_token   uuid,
    lease_until   timestamptz,
    done_at       timestamptz,
    parked_at     timestamptz,
    last_error    text,
    created_at    timestamptz not null,
    constraint job_pkey primary key (id),
    constraint job_dedupe_key unique (dedupe_key),
    constraint job_done_or_parked check (done_at is null or parked_at is null)
);
create index job_due_idx on job (run_at, id) where done_at is null and parked_at is null;

create function notify_job() returns trigger language plpgsql as $$
begin
    perform pg_notify('job', '');
    return null;
end $$;
create trigger job_wakes_a_worker after insert on job for each statement execute function notify_job();

create function notify_event() returns trigger language plpgsql as $$
begin
    perform pg_notify('event', '');
    return null;
end $$;
create trigger event_wakes_the_followers after insert on event for each statement execute function notify_event();

-- One row a mail handed to the mail server, so that a job that runs twice sends once.
create table sent_mail (
    dedupe_key  text        not null,
    template    text        not null,
    sent_at     timestamptz not null,
    constraint sent_mail_pkey primary key (dedupe_key)
);

-- Privileged and security acts. Rows are only ever added.
create table audit_entry (
    seq          bigint      not null generated always as identity,
    at           timestamptz not null,
    account_id   uuid,
    act          text        not null,
    object_type  text        not null,
    object_id    text        not null,
    detail       jsonb       not null default '{}',
    constraint audit_entry_pkey primary key (seq)
);
create index audit_entry_account_idx on audit_entry (account_id, seq desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_is_append_only before update or delete or truncate on audit_entry
    for each statement execute function refuse_change();
create trigger event_is_append_only before update on event
    for each statement execute function refuse_change();
