//! `/products/{vendor}/{slug}/changes/{number}`: what changed in a version, as two drawings and a list.

mod drawings;
mod list;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use market::catalog::{self, Comparison, FoundChanges, Version, VersionChanges};

use super::moving::move_to;
use crate::ui::{Breadcrumb, Crumb, Day, PageHead, PageMeta, PillLink};
use crate::web::{market, page, paths};
use drawings::Drawings;
use list::{ChangeList, summary};
pub(super) use list::{ImpactBadge, counted};

/// With how many earlier versions one can compare from here.
const OFFERED: usize = 8;

/// The changes since the version before, or since the one asked for with `?from=`.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let (params, query) = (
        use_params_map().get_untracked(),
        use_query_map().get_untracked(),
    );
    let part = |name: &str| params.get(name).unwrap_or_default();
    let (vendor, slug, number) = (part("vendor"), part("slug"), part("number"));
    let from = query.get("from").filter(|from| !from.is_empty());
    let move_to = move_to();
    page(async move {
        let market = market();
        let found =
            catalog::version_changes(&market, &vendor, &slug, &number, from.as_deref()).await?;
        Ok(match found {
            FoundChanges::Here(changes) => {
                Either::Left(view! { <Shown changes=*changes public_url=market.public_url/> })
            }
            FoundChanges::Moved(to) => {
                let address = paths::changes(&to.vendor_handle, &to.slug, &number);
                Either::Right(move_to(address))
            }
        })
    })
}

#[component]
fn Shown(changes: VersionChanges, public_url: String) -> impl IntoView {
    let VersionChanges {
        product_title,
        product_slug,
        vendor_handle,
        vendor_name,
        version,
        earlier,
        comparison,
    } = changes;
    let number = version.number.clone();
    let address = paths::changes(&vendor_handle, &product_slug, &number);
    let product = paths::product(&vendor_handle, &product_slug);
    let trail = vec![
        Crumb::new(paths::PRODUCTS, "Products"),
        Crumb::new(product.clone(), product_title.clone()),
        Crumb::new(format!("{product}#versions"), "Versions and changes"),
    ];
    let title = format!("What changed in {number} of {product_title}");
    let description = format!(
        "Version {number} of {product_title} by {vendor_name}, compared with the version before it."
    );
    view! {
        <PageMeta title=title description=description canonical=format!("{public_url}{address}")/>
        <div class="wrap page">
            <Breadcrumb trail=trail/>
            <PageHead title=format!("What changed in {number}") lead=format!("{product_title} by {vendor_name}")/>
            <Notes version=version/>
            <Choice address=address earlier=earlier chosen=from_of(&comparison)/>
            <Compared number=number comparison=comparison/>
        </div>
    }
}

fn from_of(comparison: &Comparison) -> String {
    match comparison {
        Comparison::First => String::new(),
        Comparison::Never { from } | Comparison::Made { from, .. } => from.number.clone(),
    }
}

/// What its vendor says about the version.
#[component]
fn Notes(version: Version) -> impl IntoView {
    view! {
        <section class="changes-notes" aria-labelledby="notes">
            <h2 class="changes-notes__title" id="notes">"The vendor's notes"</h2>
            <div class="prose" inner_html=version.changes_html></div>
            {version.published_at.map(|at| view! { <p class="changes-notes__date">"Published "<Day at=at/></p> })}
        </section>
    }
}

/// The earlier versions it can be compared with, as links.
#[component]
fn Choice(address: String, earlier: Vec<Version>, chosen: String) -> impl IntoView {
    let offered = earlier.into_iter().take(OFFERED).enumerate();
    let pills: Vec<_> = offered
        .map(|(place, version)| {
            let href = match place {
                0 => address.clone(),
                _ => format!("{address}?from={}", version.number),
            };
            let current = version.number == chosen;
            view! { <li><PillLink href=href current=current>{version.number}</PillLink></li> }
        })
        .collect();
    (!pills.is_empty()).then(|| {
        view! {
            <nav class="changes-choice" aria-label="Compared with version">
                <p class="changes-choice__label" aria-hidden="true">"Compared with version"</p>
                <ul class="changes-choice__list">{pills}</ul>
            </nav>
        }
    })
}

#[component]
fn Compared(number: String, comparison: Comparison) -> impl IntoView {
    let plain = |text: String| view! { <p class="changes-plain">{text}</p> }.into_any();
    match comparison {
        Comparison::First => plain(format!(
            "Version {number} is the first one. There is nothing before it to compare with."
        )),
        Comparison::Never { from } => plain(format!(
            "These versions were not compared when {number} was published. Choose one closer to it than {}.",
            from.number
        )),
        Comparison::Made {
            from,
            drawings: None,
            ..
        } => plain(format!(
            "The workflow is the same as in version {}: what changed is in the vendor's notes.",
            from.number
        )),
        Comparison::Made {
            from,
            changes,
            drawings: Some(drawings),
        } => view! {
            <p class="changes-summary">{summary(&changes)}</p>
            <Drawings old=(from.number.clone(), drawings.0) new=(number, drawings.1)/>
            <ChangeList changes=changes from=from.number/>
        }
        .into_any(),
    }
}
