-- Somebody is asked to act for a vendor. The token travels by mail; here is only its hash.

create table team_invitation (
    id            uuid        not null,
    vendor_id     uuid        not null,
    email         text        not null,
    role          text        not null,
    token_hash    bytea       not null,
    -- Counts how often it was sent: each time has a token of its own, and only the last one works.
    sending       integer     not null default 1,
    invited_by    uuid,
    invited_at    timestamptz not null,
    expires_at    timestamptz not null,
    accepted_at   timestamptz,
    accepted_by   uuid,
    withdrawn_at  timestamptz,
    constraint team_invitation_pkey primary key (id),
    constraint team_invitation_token_key unique (token_hash),
    constraint team_invitation_vendor_fkey foreign key (vendor_id) references vendor (id),
    constraint team_invitation_invited_by_fkey foreign key (invited_by) references account (id) on delete set null,
    constraint team_invitation_accepted_by_fkey foreign key (accepted_by) references account (id) on delete set null,
    constraint team_invitation_email_normalised check (email = lower(email) and length(email) between 3 and 254),
    constraint team_invitation_role_known check (role in ('owner', 'admin', 'publisher', 'support', 'finance')),
    constraint team_invitation_ends_once check (accepted_at is null or withdrawn_at is null)
);
create unique index team_invitation_open_key on team_invitation (vendor_id, email)
    where accepted_at is null and withdrawn_at is null;
create index team_invitation_expires_idx on team_invitation (expires_at);
