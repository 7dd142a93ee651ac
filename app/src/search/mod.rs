//! `/search?q=`: products that have the words.

use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::use_query_map;
use market::catalog;
use market::limits::Action;

use crate::products::{ListQuery, Listing};
use crate::ui::{PageHead, PageMeta};
use crate::web::{market, page, rate_limit};

/// A search; without words it is the whole shop, most popular first.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = ListQuery::read_search(&use_query_map().get_untracked());
    page(async move {
        if query
            .words
            .as_deref()
            .is_some_and(|words| !words.is_empty())
        {
            rate_limit::keep_to(Action::Search).await?;
        }
        let market = market();
        let listing = catalog::list(&market, &query.filter(None)).await?;
        let words = query.words.clone().unwrap_or_default();
        let title = if words.is_empty() {
            "Search".to_owned()
        } else {
            format!("Results for “{words}”")
        };
        let canonical = format!("{}/search", market.public_url);
        Ok(view! {
            <PageMeta title=title.clone() description="Search the marketplace." canonical=canonical/>
            // Endless combinations of words are of no use in another search engine.
            <Meta name="robots" content="noindex"/>
            <div class="wrap page">
                <PageHead title=title/>
                <Listing query=query listing=listing/>
            </div>
        })
    })
}
