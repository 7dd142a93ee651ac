-- What a buyer holds: entitlements, the licenses that prove them, and downloads.

create table entitlement (
    id             uuid        not null,
    account_id     uuid        not null,
    product_id     uuid        not null,
    order_line_id  uuid,
    source         text        not null,
    state          text        not null default 'active',
    created_at     timestamptz not null,
    ends_at        timestamptz,
    constraint entitlement_pkey primary key (id),
    -- The replay of a paid order grants nothing twice.
    constraint entitlement_order_line_key unique (order_line_id),
    constraint entitlement_account_fkey foreign key (account_id) references account (id),
    constraint entitlement_product_fkey foreign key (product_id) references product (id),
    constraint entitlement_order_line_fkey foreign key (order_line_id) references order_line (id),
    constraint entitlement_source_known check (source in ('order', 'gift', 'grant')),
    constraint entitlement_source_has_line check (source = 'grant' or order_line_id is not null),
    constraint entitlement_state_known check (state in ('active', 'suspended', 'revoked'))
);
create index entitlement_account_idx on entitlement (account_id, product_id);

create table license (
    id              uuid        not null,
    entitlement_id  uuid        not null,
    -- For look-ups: a keyed hash. For its owner: the key itself, sealed.
    key_hash        bytea       not null,
    key_sealed      bytea       not null,
    key_last6       text        not null,
    kind            text        not null,
    state           text        not null default 'active',
    issued_at       timestamptz not null,
    expires_at      timestamptz,
    constraint license_pkey primary key (id),
    constraint license_entitlement_key unique (entitlement_id),
    constraint license_key_hash_key unique (key_hash),
    constraint license_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
    constraint license_kind_known check (kind in ('perpetual', 'subscription', 'trial')),
    constraint license_state_known check (state in ('active', 'suspended', 'expired', 'revoked'))
);

create table download_link (
    token_hash      bytea       not null,
    entitlement_id  uuid        not null,
    asset_id        uuid        not null,
    expires_at      timestamptz not null,
    uses_left       integer     not null,
    created_at      timestamptz not null,
    constraint download_link_pkey primary key (token_hash),
    constraint download_link_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
    constraint download_link_asset_fkey foreign key (asset_id) references asset (id),
    constraint download_link_uses_not_negative check (uses_left >= 0)
);
create index download_link_expires_idx on download_link (expires_at);

create table download (
    id              uuid        not null,
    entitlement_id  uuid        not null,
    asset_id        uuid        not null,
    at              timestamptz not null,
    bytes           bigint      not null,
    constraint download_pkey primary key (id),
    constraint download_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
    constraint download_asset_fkey foreign key (asset_id) references asset (id)
);
create index download_entitlement_idx on download (entitlement_id, asset_id, at desc);
