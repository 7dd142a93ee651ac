//! `/`: what this is, the search, and the graphs themselves.

mod drawings;
mod facts;
mod hero;

use leptos::prelude::*;
use market::catalog::{self, Card};

use crate::ui::{CardCell, PageMeta, SectionHead};
use crate::web::{market, page};
use facts::{HowItWorks, Pitch, Trust};
use hero::Hero;

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    page(async move {
        let market = market();
        let home = catalog::home(&market).await?;
        let showcase = home
            .featured
            .iter()
            .find(|card| card.node_count > 0)
            .or(home.featured.first())
            .cloned();
        Ok(view! {
            <PageMeta
                title="AI agents and n8n workflows you can look into"
                description="A marketplace for AI agents, n8n workflows and automation assets. See every node and what it can touch before you buy."
                canonical=format!("{}/", market.public_url)
            />
            <Hero showcase=showcase products=home.products vendors=home.vendors/>
            <div class="wrap page">
                <Shelf id="featured" title="Featured" cards=home.featured more="/products"/>
                <Shelf id="trending" title="Trending" note="Most bought in the last 60 days." cards=home.trending more="/products?sort=popular"/>
                <HowItWorks/>
                <Shelf id="new" title="New" cards=home.fresh more="/products?sort=new" fresh=true/>
                <Shelf id="free" title="Free to start with" cards=home.free more="/products?price=free"/>
                <Pitch commission_bp=market.policy.commission_bp/>
                <Trust/>
            </div>
        })
    })
}

/// A row of cards; nothing when there are none.
#[component]
fn Shelf(
    id: &'static str,
    title: &'static str,
    #[prop(optional)] note: &'static str,
    cards: Vec<Card>,
    more: &'static str,
    #[prop(optional)] fresh: bool,
) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        let cards = cards.into_iter().map(|card| view! { <CardCell card=card fresh=fresh/> }).collect_view();
        let label = format!("See all: {title}");
        view! {
            <section class="home-section" aria-labelledby=id>
                <SectionHead title=title id=id>
                    {(!note.is_empty()).then(|| view! { <p class="section-head__aside">{note}</p> })}
                    <a class="section-head__more" href=more aria-label=label>"See all"</a>
                </SectionHead>
                <ul class="card-grid card-grid--row">{cards}</ul>
            </section>
        }
    })
}
