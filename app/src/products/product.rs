//! `/products/{vendor}/{slug}`: one product, with everything a buyer wants answered beside the button.

mod buy_box;
mod embed;
mod graph;
mod head;
mod needs;
mod reviews;
mod structured_data;
mod touches;
mod versions;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use market::Market;
use market::catalog::{self, Found, ProductPage as Everything};

use super::moving::move_to;
use crate::categories::crumbs;
use crate::ui::{Breadcrumb, CardCell, PageMeta, SectionHead, Tab, Tabs};
use crate::web::{market, page, paths, visitor};
use buy_box::{BuyBar, BuyBox};
use embed::Embed;
use graph::{outline, picture};
use head::Head;
use needs::needs;
use reviews::Reviews;
use structured_data::StructuredData;
use touches::touches;
use versions::{License, Versions};

/// The product at this address; one that has moved answers 301 with its new address.
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let (vendor, slug) = (
        params.get("vendor").unwrap_or_default(),
        params.get("slug").unwrap_or_default(),
    );
    let move_to = move_to();
    page(async move {
        let market = market();
        let viewer = visitor().await?.themselves();
        match catalog::product_page(&market, &vendor, &slug, viewer).await? {
            Found::Here(everything) => Ok(Either::Left(
                view! { <Shown everything=*everything market=market/> },
            )),
            Found::Moved(to) => {
                let address = paths::product(&to.vendor_handle, &to.slug);
                Ok(Either::Right(move_to(address)))
            }
        }
    })
}

/// What a visitor may be asked to pay for, as a page.
#[component]
fn Shown(everything: Everything, market: Market) -> impl IntoView {
    let Everything {
        product,
        vendor,
        price,
        version,
        versions,
        change_counts,
        assets,
        preview,
        category_trail,
        reviews,
        related,
    } = everything;
    let address = paths::product(&vendor.handle, &product.slug);
    let public_url = &market.public_url;
    let canonical = format!("{public_url}{address}");
    let card = format!(
        "{public_url}{}",
        paths::share_card(&vendor.handle, &product.slug)
    );
    let shared = (
        card.clone(),
        format!("{} by {}", product.title, vendor.name),
    );
    let embed = embed::Offer::of(
        &market,
        &product,
        &version,
        preview.graph.as_deref(),
        &canonical,
    );
    let title = format!("{} by {}", product.title, vendor.name);
    let price = price.price;
    view! {
        <PageMeta title=title description=product.summary.clone() canonical=canonical.clone() kind="product" picture=shared/>
        <StructuredData product=product.clone() vendor=vendor.clone() price=price canonical=canonical picture=card/>
        <div class="wrap page">
            <Breadcrumb trail=crumbs(&category_trail)/>
            <Head product=product.clone() vendor=vendor.clone()/>
            <div class="product-layout">
                {picture(&product, &vendor, &preview)}
                <BuyBox product=product.clone() vendor=vendor price=price version=version assets=assets.clone()/>
                <div class="product-layout__text">
                    <Tabs label="On this page" tabs=tabs(versions.len(), product.rating_count) sticky=true/>
                    <section class="product-section" id="overview" aria-labelledby="overview-title">
                        <h2 class="product-section__title" id="overview-title">"Overview"</h2>
                        <div class="prose" inner_html=product.description_html.clone()></div>
                        {outline(&preview)}
                        {embed.map(|offer| view! { <Embed offer=offer/> })}
                    </section>
                    {needs(product.kind, &preview)}
                    {touches(product.kind, &preview)}
                    <Versions versions=versions changes=change_counts address=address assets=assets/>
                    <Reviews reviews=reviews sum=product.rating_sum count=product.rating_count/>
                    <License/>
                </div>
            </div>
            <Related cards=related/>
        </div>
        <BuyBar product=product.id price=price/>
    }
}

fn tabs(versions: usize, reviews: i32) -> Vec<Tab> {
    vec![
        Tab::to("#overview", "Overview"),
        Tab::to("#needs", "What it needs"),
        Tab::to("#touches", "What it can touch"),
        Tab::to("#versions", "Versions").counting(i64::try_from(versions).unwrap_or(i64::MAX)),
        Tab::to("#reviews", "Reviews").counting(reviews.into()),
        Tab::to("#license", "License"),
    ]
}

#[component]
fn Related(cards: Vec<catalog::Card>) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        let cards = cards
            .into_iter()
            .map(|card| view! { <CardCell card=card/> })
            .collect_view();
        view! {
            <section class="home-section" aria-labelledby="related">
                <SectionHead title="Others like it" id="related"/>
                <ul class="card-grid">{cards}</ul>
            </section>
        }
    })
}
