-- Somebody who keeps the market acts for a while in a customer's place, to help them. The session stays theirs; this says
-- whose place it is in. A row without an end holds its session there, also when the time is over, until they step back.

create table impersonation (
    id               uuid        not null,
    actor_id         uuid        not null,
    -- The sign-in in which it happens: when that ends, so does this.
    session_id       uuid        not null,
    subject_id       uuid        not null,
    -- The customer's `session_version` when it began: what ends their own sessions ends this as well.
    subject_version  integer     not null,
    -- For those who keep the market; the customer is not shown it.
    reason           text        not null,
    began_at         timestamptz not null,
    expires_at       timestamptz not null,
    ended_at         timestamptz,
    constraint impersonation_pkey primary key (id),
    constraint impersonation_actor_fkey foreign key (actor_id) references account (id) on delete cascade,
    constraint impersonation_subject_fkey foreign key (subject_id) references account (id) on delete cascade,
    constraint impersonation_not_of_oneself check (actor_id <> subject_id),
    constraint impersonation_reason_length check (length(reason) between 10 and 500),
    constraint impersonation_has_an_end check (expires_at > began_at)
);
create unique index impersonation_open_key on impersonation (session_id) where ended_at is null;
create index impersonation_actor_idx on impersonation (actor_id, began_at desc);
create index impersonation_subject_idx on impersonation (subject_id, began_at desc);
create index impersonation_expires_idx on impersonation (expires_at);

-- In whose place somebody acted, where it was not their own. The chain's hash covers it where it is set.
alter table audit_entry add column on_behalf_of uuid;
create index audit_entry_on_behalf_idx on audit_entry (on_behalf_of, seq desc) where on_behalf_of is not null;
