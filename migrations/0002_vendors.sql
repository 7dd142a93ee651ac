-- Who sells, and who may act for them.

create table vendor (
    id           uuid        not null,
    handle       text        not null,
    name         text        not null,
    tagline      text        not null default '',
    about_md     text        not null default '',
    about_html   text        not null default '',
    country      text        not null,
    state        text        not null default 'draft',
    verified_at  timestamptz,
    created_at   timestamptz not null,
    constraint vendor_pkey primary key (id),
    constraint vendor_handle_key unique (handle),
    constraint vendor_handle_shape check (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(handle) <= 60),
    constraint vendor_name_length check (length(name) between 1 and 80),
    constraint vendor_country_shape check (country ~ '^[A-Z]{2}$'),
    constraint vendor_state_known check (state in ('draft', 'submitted', 'in_review', 'approved', 'rejected', 'suspended', 'closed'))
);

create table vendor_member (
    vendor_id   uuid        not null,
    account_id  uuid        not null,
    role        text        not null,
    since       timestamptz not null,
    constraint vendor_member_pkey primary key (vendor_id, account_id),
    constraint vendor_member_vendor_fkey foreign key (vendor_id) references vendor (id),
    constraint vendor_member_account_fkey foreign key (account_id) references account (id),
    constraint vendor_member_role_known check (role in ('owner', 'admin', 'publisher', 'support', 'finance'))
);
create index vendor_member_account_idx on vendor_member (account_id);
