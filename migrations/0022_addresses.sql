-- Where invoices and parcels go.

create table address (
    id           uuid        not null,
    account_id   uuid        not null,
    name         text        not null,
    company      text        not null default '',
    line1        text        not null,
    line2        text        not null default '',
    postal_code  text        not null default '',
    city         text        not null,
    region       text        not null default '',
    country      text        not null,
    for_billing  boolean     not null,
    for_shipping boolean     not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    constraint address_pkey primary key (id),
    constraint address_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint address_country_is_two_letters check (country ~ '^[A-Z]{2}$'),
    constraint address_line_lengths check (greatest(length(name), length(company), length(line1), length(line2),
        length(postal_code), length(city), length(region)) <= 120)
);
create index address_account_idx on address (account_id, id);
create unique index address_billing_key on address (account_id) where for_billing;
create unique index address_shipping_key on address (account_id) where for_shipping;
