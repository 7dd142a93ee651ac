-- An account that is being closed, until when it can be kept, and what is left of it afterwards: a row that names nobody.
alter table account
    add column closing_asked_at timestamptz,
    add column closing_at       timestamptz,
    add column erased_at        timestamptz,
    add constraint account_closing_since_when check ((closing_asked_at is null) = (closing_at is null)),
    add constraint account_closing_or_erased check (closing_at is null or erased_at is null),
    -- Whatever asks whether an account may act asks whether it is suspended.
    add constraint account_erased_is_suspended check (erased_at is null or suspended_at is not null),
    add constraint account_erased_has_no_password check (erased_at is null or password_hash is null);

-- The vendor left the market because this account, the last of its team to stay, is being closed.
alter table vendor
    add column closed_with uuid,
    add constraint vendor_closed_with_fkey foreign key (closed_with) references account (id) on delete set null,
    add constraint vendor_closed_with_when check (closed_with is null or state = 'closed');

-- Kept for the law alone: the buyer was erased.
alter table order_group
    add column restricted_at timestamptz;

-- Jobs that name an account leave with it.
create index job_account_idx on job ((args ->> 'account')) where args ? 'account';
