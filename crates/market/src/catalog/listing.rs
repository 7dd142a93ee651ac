//! Finding products: filters, words, order and pages.

use sqlx::PgPool;
use uuid::Uuid;

use super::{Card, ProductKind, cards};
use crate::{Market, ProductId, Result, VendorId};

/// Products on a page of a listing.
pub const PAGE: i64 = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceFilter {
    Free,
    OneTime,
    Subscription,
}

impl PriceFilter {
    pub const ALL: [Self; 3] = [Self::Free, Self::OneTime, Self::Subscription];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::OneTime => "one-time",
            Self::Subscription => "subscription",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Free => "Free",
            Self::OneTime => "One-time",
            Self::Subscription => "Subscription",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == text)
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::OneTime => "one_time",
            Self::Subscription => "subscription",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Popular,
    New,
    Rating,
    PriceLow,
    PriceHigh,
    /// Best match first; without words the same as popular.
    Relevance,
}

impl Sort {
    pub const ALL: [Self; 6] = [
        Self::Relevance,
        Self::Popular,
        Self::New,
        Self::Rating,
        Self::PriceLow,
        Self::PriceHigh,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Popular => "popular",
            Self::New => "new",
            Self::Rating => "rating",
            Self::PriceLow => "price-low",
            Self::PriceHigh => "price-high",
            Self::Relevance => "relevance",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Popular => "Most popular",
            Self::New => "Newest",
            Self::Rating => "Best rated",
            Self::PriceLow => "Price, low to high",
            Self::PriceHigh => "Price, high to low",
            Self::Relevance => "Best match",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub kind: Option<ProductKind>,
    /// A category's path; what lies below it counts too.
    pub category: Option<String>,
    pub price: Option<PriceFilter>,
    /// At least this many stars on average.
    pub min_rating: Option<u8>,
    pub vendor: Option<VendorId>,
    pub words: Option<String>,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
}

pub struct Listing {
    pub cards: Vec<Card>,
    pub total: i64,
    pub page: u32,
    pub pages: u32,
    pub facets: Facets,
    /// Nothing matched the words as typed; these are products with words like them.
    pub corrected: bool,
}

/// How many products each choice would leave, the other choices kept.
#[derive(Default)]
pub struct Facets {
    pub kinds: Vec<(ProductKind, i64)>,
    pub prices: Vec<(PriceFilter, i64)>,
    /// Path, name, products.
    pub categories: Vec<(String, String, i64)>,
}

/// A page of the products that pass the filter. A page past the end is empty.
pub async fn list(market: &Market, filter: &Filter) -> Result<Listing> {
    let words = filter
        .words
        .as_deref()
        .map(str::trim)
        .filter(|w| !w.is_empty());
    let found = match words {
        Some(words) => Some(market.search.find(words)?),
        None => None,
    };
    let hits: Option<Vec<Uuid>> = found
        .as_ref()
        .map(|found| found.ids.iter().map(|id| id.0).collect());
    let (page, total) = matching(&market.db, filter, hits.as_deref()).await?;
    let facets = facets(&market.db, filter, hits.as_deref()).await?;
    Ok(Listing {
        cards: cards(&market.db, &page).await?,
        total,
        page: filter.page.max(1),
        pages: u32::try_from(total.div_euclid(PAGE) + i64::from(total % PAGE > 0))
            .unwrap_or(u32::MAX),
        facets,
        corrected: found.is_some_and(|found| found.corrected),
    })
}

async fn matching(
    db: &PgPool,
    filter: &Filter,
    hits: Option<&[Uuid]>,
) -> Result<(Vec<ProductId>, i64)> {
    let offset = i64::from(filter.page.max(1) - 1) * PAGE;
    let sort = match filter.sort {
        Sort::Relevance if hits.is_none() => Sort::Popular,
        sort => sort,
    };
    let rows = sqlx::query!(
        r#"select product.id as "id: ProductId", count(*) over () as "total!"
           from product join vendor on vendor.id = product.vendor_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           join category on category.id = product.category_id
           where product.state = 'approved' and vendor.state = 'approved'
             and ($1::text is null or product.kind = $1)
             and ($2::text is null or category.path = $2 or starts_with(category.path, $2 || '/'))
             and ($3::text is null or price.kind = $3)
             and ($4::int is null or (rating_count > 0 and rating_sum >= $4 * rating_count))
             and ($5::uuid is null or vendor_id = $5)
             and ($6::uuid[] is null or product.id = any($6))
           order by case when $7 = 'relevance' then array_position($6, product.id) end,
                    case when $7 = 'new' then product.published_at end desc nulls last,
                    -- Ten imagined average ratings keep one lucky review from leading the list.
                    case when $7 = 'rating' then (rating_sum + 40.0) / (rating_count + 10) end desc,
                    case when $7 = 'price-low' then price.amount_minor end,
                    case when $7 = 'price-high' then price.amount_minor end desc,
                    sales_count desc, product.id desc
           limit $8 offset $9"#,
        filter.kind.map(ProductKind::as_str),
        filter.category,
        filter.price.map(PriceFilter::kind),
        filter.min_rating.map(i32::from),
        filter.vendor.map(|id| id.0),
        hits,
        sort.as_str(),
        PAGE,
        offset,
    )
    .fetch_all(db)
    .await?;
    let total = match rows.first() {
        Some(row) => row.total,
        None if offset > 0 => {
            Box::pin(matching(
                db,
                &Filter {
                    page: 1,
                    ..filter.clone()
                },
                hits,
            ))
            .await?
            .1
        }
        None => 0,
    };
    Ok((rows.into_iter().map(|row| row.id).collect(), total))
}

/// Each facet counts without its own choice, so that a visitor sees what changing it would give.
async fn facets(db: &PgPool, filter: &Filter, hits: Option<&[Uuid]>) -> Result<Facets> {
    let rows = sqlx::query!(
        r#"with open as (
               select product.kind, price.kind as price_kind, category.path, category.name
               from product join vendor on vendor.id = product.vendor_id
               join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
               join category on category.id = product.category_id
               where product.state = 'approved' and vendor.state = 'approved'
                 and ($4::int is null or (rating_count > 0 and rating_sum >= $4 * rating_count))
                 and ($5::uuid is null or vendor_id = $5)
                 and ($6::uuid[] is null or product.id = any($6))
           ), choice as (
               select open.*, ($1::text is null or kind = $1) as k,
                      ($2::text is null or path = $2 or starts_with(path, $2 || '/')) as c,
                      ($3::text is null or price_kind = $3) as p
               from open
           )
           select 'kind' as "facet!", kind as "value!", '' as "label!", count(*) as "n!" from choice where c and p group by kind
           union all
           select 'price', price_kind, '', count(*) from choice where k and c group by price_kind
           union all
           select 'category', path, name, count(*) from choice where k and p group by path, name
           order by 1, 2"#,
        filter.kind.map(ProductKind::as_str),
        filter.category,
        filter.price.map(PriceFilter::kind),
        filter.min_rating.map(i32::from),
        filter.vendor.map(|id| id.0),
        hits,
    )
    .fetch_all(db)
    .await?;
    let mut facets = Facets::default();
    for row in rows {
        match row.facet.as_str() {
            "kind" => facets
                .kinds
                .extend(ProductKind::parse(&row.value).map(|kind| (kind, row.n))),
            "price" => facets.prices.extend(
                PriceFilter::ALL
                    .into_iter()
                    .find(|p| p.kind() == row.value)
                    .map(|p| (p, row.n)),
            ),
            _ => facets.categories.push((row.value, row.label, row.n)),
        }
    }
    Ok(facets)
}
