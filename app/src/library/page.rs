//! The page of the library.

use leptos::prelude::*;
use leptos_meta::Title;
use market::LicenseId;
use market::licensing::{self, Owned};

use super::reveal::revealed;
use super::row::OwnedRow;
use crate::ui::{EmptyState, LinkButton, PageHead};
use crate::web::{market, no_store, page, who};

/// Newest first.
#[component]
pub fn LibraryPage() -> impl IntoView {
    page(async move {
        let by = who::customer().await?;
        let owned = licensing::library(&market().db, &by).await?;
        let revealed = revealed(&by).await?;
        no_store();
        Ok(view! {
            <Title text="Library"/>
            <div class="wrap page">
                <PageHead title="Library" lead="What you own: download it, import it, look up its key."/>
                {if owned.is_empty() { nothing().into_any() } else { rows(owned, revealed).into_any() }}
            </div>
        })
    })
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState
            title="Nothing here yet"
            text="What you buy appears here a few seconds after the payment. Free products are a good way to try it out."
        >
            <LinkButton href="/products?price=free">"See free products"</LinkButton>
        </EmptyState>
    }
}

fn rows(owned: Vec<Owned>, revealed: Option<(LicenseId, String)>) -> impl IntoView {
    let rows = owned
        .into_iter()
        .map(|owned| {
            let license = owned.license.as_ref().map(|license| license.id);
            let key = revealed
                .as_ref()
                .filter(|(of, _)| Some(*of) == license)
                .map(|(_, key)| key.clone());
            view! { <li><OwnedRow owned=owned key=key/></li> }
        })
        .collect_view();
    view! { <ul class="stack">{rows}</ul> }
}
