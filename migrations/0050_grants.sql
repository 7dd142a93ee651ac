-- Who gave somebody a role, and when. Unset: the account opened itself, or the role is older than the record.

alter table account
    add column role_granted_by uuid,
    add column role_granted_at timestamptz,
    add constraint account_role_granted_by_fkey foreign key (role_granted_by) references account (id) on delete set null;
create index account_staff_idx on account (role) where role <> 'customer';

alter table vendor_member
    add column granted_by uuid,
    add column granted_at timestamptz,
    add constraint vendor_member_granted_by_fkey foreign key (granted_by) references account (id) on delete set null;
