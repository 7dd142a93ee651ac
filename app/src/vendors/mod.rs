//! `/vendors/{handle}`: a vendor in public.

mod country;

use http::StatusCode;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use market::catalog;
use market::vendors::Vendor;

use crate::products::{ListQuery, NotUnderstood, answer_with};
use crate::ui::{
    Avatar, AvatarSize, Breadcrumb, CardCell, Crumb, Day, EmptyState, Glyph, Icon, LinkButton,
    PageMeta, Pagination, SectionHead,
};
use crate::web::{market, page, paths};

/// Who they are and what they sell; 404 for vendors that are not open for business.
#[component]
pub fn VendorPage() -> impl IntoView {
    let handle = use_params_map()
        .get_untracked()
        .get("handle")
        .unwrap_or_default();
    let query = ListQuery::read(&use_query_map().get_untracked());
    page(async move {
        let market = market();
        let vendor = Vendor::by_handle(&market.db, &handle).await?;
        let listing = catalog::list(&market, &query.filter(Some(vendor.id))).await?;
        let base = paths::vendor(&vendor.handle);
        let canonical = format!("{}{base}", market.public_url);
        Ok(view! {
            <PageMeta title=vendor.name.clone() description=vendor.tagline.clone() canonical=canonical/>
            <div class="wrap page">
                <Breadcrumb trail=vec![Crumb::new("/", "Home"), Crumb::new("/products", "All products")]/>
                <NotUnderstood names=query.unknown.clone()/>
                <VendorHead vendor=vendor.clone() products=listing.total/>
                <div class="prose" inner_html=vendor.about_html></div>
                <section class="home-section" aria-labelledby="products">
                    <SectionHead title="Products" id="products"/>
                    <Shelf listing=listing base=base/>
                </section>
            </div>
        })
    })
}

#[component]
fn VendorHead(vendor: Vendor, products: i64) -> impl IntoView {
    let products = if products == 1 {
        "1 product".to_owned()
    } else {
        format!("{products} products")
    };
    view! {
        <div class="vendor-head">
            <Avatar name=vendor.name.clone() size=AvatarSize::Large/>
            <div>
                <h1 class="vendor-head__name">
                    {vendor.name} {vendor.verified_at.map(|_| view! { <Glyph icon=Icon::Verified label="verified vendor"/> })}
                </h1>
                <p class="vendor-head__tagline">{vendor.tagline}</p>
            </div>
            <p class="vendor-head__facts">
                <span>{products}</span>
                <span>{format!("Based in {}", country::country(&vendor.country))}</span>
                <span>"Selling since "<Day at=vendor.created_at/></span>
                {vendor.verified_at.map(|at| view! { <span>"Identity checked "<Day at=at/></span> })}
            </p>
        </div>
    }
}

#[component]
fn Shelf(listing: catalog::Listing, base: String) -> impl IntoView {
    if listing.cards.is_empty() {
        if listing.total > 0 {
            answer_with(StatusCode::NOT_FOUND);
        }
        return view! {
            <EmptyState title="Nothing here" text="This vendor has no product on this page.">
                <LinkButton href=base>"See what they sell"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let (page, pages) = (listing.page, listing.pages);
    let cards = listing
        .cards
        .into_iter()
        .map(|card| view! { <CardCell card=card/> })
        .collect_view();
    view! {
        <ul class="card-grid">{cards}</ul>
        <Pagination page=page pages=pages href=move |page| format!("{base}?page={page}")/>
    }
    .into_any()
}
