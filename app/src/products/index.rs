//! `/products`: everything on sale.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use market::catalog;

use super::{ListQuery, Listing};
use crate::ui::{Breadcrumb, Crumb, PageHead, PageMeta};
use crate::web::{market, page};

/// The whole shop, filtered by what the address says.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let query = ListQuery::read(&use_query_map().get_untracked());
    page(async move {
        let market = market();
        let listing = catalog::list(&market, &query.filter(None)).await?;
        let (title, lead) = heading(&query);
        let canonical = format!(
            "{}{}",
            market.public_url,
            ListQuery {
                page: query.page,
                ..ListQuery::default()
            }
            .href()
        );
        Ok(view! {
            <PageMeta title=title description=lead canonical=canonical/>
            <div class="wrap page">
                <Breadcrumb trail=vec![Crumb::new("/", "Home")]/>
                <PageHead title=title lead=lead/>
                <Listing query=query listing=listing/>
            </div>
        })
    })
}

fn heading(query: &ListQuery) -> (&'static str, &'static str) {
    use market::catalog::ProductKind::{AiAgent, AutomationAsset, N8nWorkflow};
    match query.kind {
        Some(N8nWorkflow) => (
            "n8n workflows",
            "Ready to import. Look at every node, then decide.",
        ),
        Some(AiAgent) => (
            "AI agents",
            "Agents with their prompts, tools and limits written down.",
        ),
        Some(AutomationAsset) => (
            "Automation assets",
            "Prompts, templates, schemas and scripts that save a day of work.",
        ),
        None => (
            "All products",
            "AI agents, n8n workflows and automation assets, each one drawn from its own file.",
        ),
    }
}
