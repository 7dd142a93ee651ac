-- What is on sale: products, their prices, versions and files.

create table category (
    id           uuid    not null,
    parent_id    uuid,
    path         text    not null,
    name         text    not null,
    description  text    not null default '',
    position     integer not null,
    constraint category_pkey primary key (id),
    constraint category_path_key unique (path),
    constraint category_parent_fkey foreign key (parent_id) references category (id),
    constraint category_not_its_parent check (parent_id <> id),
    -- At most four levels.
    constraint category_path_shape check (path ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*){0,3}$')
);
create index category_parent_idx on category (parent_id);

create table product (
    id                  uuid        not null,
    vendor_id           uuid        not null,
    category_id         uuid        not null,
    kind                text        not null,
    slug                text        not null,
    title               text        not null,
    summary             text        not null,
    description_md      text        not null,
    -- Sanitised when saved, so that a page never renders markdown.
    description_html    text        not null,
    tags                text[]      not null default '{}',
    state               text        not null default 'draft',
    featured            boolean     not null default false,
    current_version_id  uuid,
    -- Derived, rebuilt from facts by `autopilot check --mend`.
    rating_sum          bigint      not null default 0,
    rating_count        integer     not null default 0,
    sales_count         integer     not null default 0,
    download_count      integer     not null default 0,
    published_at        timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    constraint product_pkey primary key (id),
    constraint product_slug_key unique (vendor_id, slug),
    constraint product_vendor_fkey foreign key (vendor_id) references vendor (id),
    constraint product_category_fkey foreign key (category_id) references category (id),
    constraint product_kind_known check (kind in ('ai-agent', 'n8n-workflow', 'automation-asset')),
    constraint product_slug_shape check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
    constraint product_title_length check (length(title) between 3 and 120),
    constraint product_tags_count check (cardinality(tags) <= 10),
    constraint product_state_known check (state in ('draft', 'pending', 'approved', 'rejected', 'suspended', 'archived')),
    constraint product_counts_sane check (rating_sum between rating_count and 5 * rating_count and sales_count >= 0 and download_count >= 0)
);
create index product_category_idx on product (category_id) where state = 'approved';
create index product_vendor_idx on product (vendor_id);
create index product_published_idx on product (published_at desc, id desc) where state = 'approved';
create index product_sales_idx on product (sales_count desc, id desc) where state = 'approved';

-- A product keeps answering at the addresses it once had.
create table product_slug_history (
    vendor_id   uuid        not null,
    slug        text        not null,
    product_id  uuid        not null,
    left_at     timestamptz not null,
    constraint product_slug_history_pkey primary key (vendor_id, slug, product_id),
    constraint product_slug_history_vendor_fkey foreign key (vendor_id) references vendor (id),
    constraint product_slug_history_product_fkey foreign key (product_id) references product (id)
);

-- Rows never change but for their end; a new amount is a new row.
create table price (
    id            uuid        not null,
    product_id    uuid        not null,
    kind          text        not null,
    period        text,
    amount_minor  bigint      not null,
    currency      text        not null,
    created_at    timestamptz not null,
    archived_at   timestamptz,
    constraint price_pkey primary key (id),
    constraint price_product_fkey foreign key (product_id) references product (id),
    constraint price_kind_known check (kind in ('free', 'one_time', 'subscription')),
    constraint price_amount_fits_kind check (case kind when 'free' then amount_minor = 0 else amount_minor > 0 end),
    constraint price_period_fits_kind check (case kind when 'subscription' then period in ('month', 'year') else period is null end),
    constraint price_currency_shape check (currency ~ '^[A-Z]{3}$')
);
create unique index price_current_key on price (product_id, currency) where archived_at is null;
create index price_product_idx on price (product_id);

create table version (
    id            uuid        not null,
    product_id    uuid        not null,
    number        text        not null,
    changes_md    text        not null default '',
    changes_html  text        not null default '',
    state         text        not null default 'uploaded',
    published_at  timestamptz,
    created_at    timestamptz not null,
    constraint version_pkey primary key (id),
    -- Never re-uploaded under the same number, so what a buyer checked stays what it was.
    constraint version_number_key unique (product_id, number),
    constraint version_product_fkey foreign key (product_id) references product (id),
    constraint version_number_semver check (number ~ '^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$'),
    constraint version_state_known check (state in ('uploaded', 'scanning', 'rejected', 'quarantined', 'passed', 'published', 'deprecated', 'yanked'))
);
alter table product add constraint product_current_version_fkey foreign key (current_version_id) references version (id);

-- What a shopper sees of a version before buying; computed once, when it is published.
create table version_preview (
    version_id    uuid    not null,
    miniature     text    not null,
    graph         text,
    outline       jsonb   not null default '[]',
    nodes         jsonb   not null default '[]',
    requirements  jsonb   not null default '{}',
    apps          text[]  not null default '{}',
    node_count    integer not null default 0,
    credential_count integer not null default 0,
    setup_minutes integer not null default 0,
    constraint version_preview_pkey primary key (version_id),
    constraint version_preview_version_fkey foreign key (version_id) references version (id)
);

create table asset (
    id          uuid        not null,
    version_id  uuid        not null,
    position    integer     not null,
    file_name   text        not null,
    media_type  text        not null,
    bytes       bigint      not null,
    sha256      bytea       not null,
    -- Content-addressed: `sha256/ab/cdef…`.
    object_key  text        not null,
    created_at  timestamptz not null,
    constraint asset_pkey primary key (id),
    constraint asset_file_name_key unique (version_id, file_name),
    constraint asset_version_fkey foreign key (version_id) references version (id),
    constraint asset_bytes_positive check (bytes > 0),
    constraint asset_sha256_length check (length(sha256) = 32),
    constraint asset_file_name_plain check (file_name !~ '[/\\[:cntrl:]]' and length(file_name) between 1 and 150)
);

create table review (
    id              uuid        not null,
    product_id      uuid        not null,
    account_id      uuid        not null,
    rating          smallint    not null,
    body            text        not null,
    version_number  text        not null,
    state           text        not null default 'published',
    created_at      timestamptz not null,
    constraint review_pkey primary key (id),
    constraint review_author_key unique (product_id, account_id),
    constraint review_product_fkey foreign key (product_id) references product (id),
    constraint review_account_fkey foreign key (account_id) references account (id),
    constraint review_rating_range check (rating between 1 and 5),
    constraint review_body_length check (length(body) <= 5000),
    constraint review_state_known check (state in ('pending', 'published', 'rejected', 'hidden'))
);
create index review_product_idx on review (product_id, created_at desc) where state = 'published';
