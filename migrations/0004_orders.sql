-- From the cart to a paid order.

create table cart (
    id            uuid        not null,
    account_id    uuid,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    converted_at  timestamptz,
    constraint cart_pkey primary key (id),
    constraint cart_account_fkey foreign key (account_id) references account (id) on delete cascade
);
create unique index cart_active_key on cart (account_id) where converted_at is null;

-- References only: what a line costs is read when it is shown.
create table cart_line (
    cart_id     uuid        not null,
    product_id  uuid        not null,
    added_at    timestamptz not null,
    constraint cart_line_pkey primary key (cart_id, product_id),
    constraint cart_line_cart_fkey foreign key (cart_id) references cart (id) on delete cascade,
    constraint cart_line_product_fkey foreign key (product_id) references product (id)
);

create table order_group (
    id               uuid        not null,
    number           text        not null,
    account_id       uuid        not null,
    cart_id          uuid        not null,
    -- Minted when the checkout form was rendered: the same form posted twice is the same order.
    idempotency_key  uuid        not null,
    request_hash     bytea       not null,
    currency         text        not null,
    gross_minor      bigint      not null,
    placed_at        timestamptz not null,
    expires_at       timestamptz not null,
    constraint order_group_pkey primary key (id),
    constraint order_group_number_key unique (number),
    constraint order_group_cart_key unique (cart_id),
    constraint order_group_idempotency_key unique (account_id, idempotency_key),
    constraint order_group_account_fkey foreign key (account_id) references account (id),
    constraint order_group_cart_fkey foreign key (cart_id) references cart (id),
    constraint order_group_gross_not_negative check (gross_minor >= 0),
    constraint order_group_currency_shape check (currency ~ '^[A-Z]{3}$')
);
create index order_group_account_idx on order_group (account_id, placed_at desc);

create table orders (
    id            uuid        not null,
    group_id      uuid        not null,
    vendor_id     uuid        not null,
    state         text        not null default 'pending',
    net_minor     bigint      not null,
    tax_minor     bigint      not null,
    gross_minor   bigint      not null,
    currency      text        not null,
    placed_at     timestamptz not null,
    paid_at       timestamptz,
    fulfilled_at  timestamptz,
    voided_at     timestamptz,
    constraint orders_pkey primary key (id),
    constraint orders_vendor_key unique (group_id, vendor_id),
    constraint orders_group_fkey foreign key (group_id) references order_group (id),
    constraint orders_vendor_fkey foreign key (vendor_id) references vendor (id),
    constraint orders_state_known check (state in ('pending', 'paid', 'partially_refunded', 'refunded', 'void')),
    constraint orders_paid_when check ((state in ('paid', 'partially_refunded', 'refunded')) = (paid_at is not null)),
    constraint orders_amounts_add_up check (net_minor >= 0 and tax_minor >= 0 and gross_minor = net_minor + tax_minor)
);
create index orders_vendor_idx on orders (vendor_id, placed_at desc);

-- A line says for good what was bought, from whom and on what terms.
create table order_line (
    id                  uuid    not null,
    order_id            uuid    not null,
    position            integer not null,
    product_id          uuid,
    version_id          uuid,
    price_id            uuid,
    title               text    not null,
    slug                text    not null,
    kind                text    not null,
    version_number      text    not null,
    vendor_name         text    not null,
    price_kind          text    not null,
    price_period        text,
    unit_minor          bigint  not null,
    discount_minor      bigint  not null default 0,
    net_minor           bigint  not null,
    tax_minor           bigint  not null,
    gross_minor         bigint  not null,
    tax_rate_bp         integer not null default 0,
    currency            text    not null,
    commission_bp       integer not null,
    commission_minor    bigint  not null,
    license_terms       text    not null,
    license_terms_hash  bytea   not null,
    constraint order_line_pkey primary key (id),
    constraint order_line_position_key unique (order_id, position),
    constraint order_line_order_fkey foreign key (order_id) references orders (id),
    constraint order_line_product_fkey foreign key (product_id) references product (id) on delete set null,
    constraint order_line_version_fkey foreign key (version_id) references version (id) on delete set null,
    constraint order_line_price_fkey foreign key (price_id) references price (id) on delete set null,
    constraint order_line_amounts_add_up check (
        unit_minor >= 0 and discount_minor between 0 and unit_minor
        and net_minor = unit_minor - discount_minor and tax_minor >= 0 and gross_minor = net_minor + tax_minor
        and commission_minor between 0 and net_minor)
);
create index order_line_product_idx on order_line (product_id);

create table payment (
    id             uuid        not null,
    group_id       uuid        not null,
    provider       text        not null,
    -- Null until the provider has answered; our own id is the idempotency key we sent it.
    provider_ref   text,
    redirect_url   text,
    state          text        not null default 'created',
    failure        text,
    amount_minor   bigint      not null,
    currency       text        not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    succeeded_at   timestamptz,
    constraint payment_pkey primary key (id),
    constraint payment_provider_ref_key unique (provider, provider_ref),
    constraint payment_group_fkey foreign key (group_id) references order_group (id),
    constraint payment_amount_positive check (amount_minor > 0),
    constraint payment_state_known check (state in ('created', 'requires_action', 'processing', 'succeeded', 'failed', 'canceled')),
    constraint payment_succeeded_when check ((state = 'succeeded') = (succeeded_at is not null))
);
-- One way to pay at a time; a second succeeded payment for a group cannot be recorded at all.
create unique index payment_open_key on payment (group_id) where state in ('created', 'requires_action', 'processing', 'succeeded');
create index payment_unsettled_idx on payment (updated_at) where state in ('created', 'requires_action', 'processing');

-- Webhooks as they came in. Nothing else happens in the request that brings one.
create table external_event (
    provider      text        not null,
    account       text        not null default '',
    event_id      text        not null,
    kind          text        not null,
    body          bytea       not null,
    received_at   timestamptz not null,
    processed_at  timestamptz,
    outcome       text,
    note          text        not null default '',
    constraint external_event_pkey primary key (provider, account, event_id),
    constraint external_event_outcome_known check (outcome in ('processed', 'ignored', 'parked')),
    constraint external_event_outcome_when check ((outcome is null) = (processed_at is null))
);
create index external_event_open_idx on external_event (received_at) where processed_at is null;

-- The sandbox provider's own books. The market reads them only through the provider's interface.
create table sandbox_intent (
    id            text        not null,
    reference     uuid        not null,
    amount_minor  bigint      not null,
    currency      text        not null,
    description   text        not null,
    return_url    text        not null,
    state         text        not null default 'requires_action',
    failure       text,
    revision      integer     not null default 1,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    constraint sandbox_intent_pkey primary key (id),
    constraint sandbox_intent_reference_key unique (reference),
    constraint sandbox_intent_state_known check (state in ('requires_action', 'challenged', 'succeeded', 'failed', 'canceled'))
);
