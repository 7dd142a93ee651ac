//! The versions of a product, the files of the one on sale, and the license they come under.

use leptos::prelude::*;
use market::catalog::{Asset, ChangeCount, Version};

use crate::products::changes::{ImpactBadge, counted};
use crate::ui::{Badge, CheckItem, CheckList, Day, Disclosure, Icon, Tone, size};

#[component]
pub(super) fn Versions(
    versions: Vec<Version>,
    /// What changed in those that were compared with the one before.
    changes: Vec<ChangeCount>,
    /// The product's own.
    address: String,
    assets: Vec<Asset>,
) -> impl IntoView {
    let shown = versions
        .into_iter()
        .enumerate()
        .map(|(place, version)| {
            let count = changes.iter().find(|count| count.version == version.id);
            let way = format!("{address}/changes/{}", version.number);
            line(version, place == 0, count.copied(), way)
        })
        .collect::<Vec<_>>();
    view! {
        <section class="product-section" id="versions" aria-labelledby="versions-title">
            <h2 class="product-section__title" id="versions-title">"Versions and changes"</h2>
            {shown}
            <Files assets=assets/>
        </section>
    }
}

fn line(version: Version, newest: bool, count: Option<ChangeCount>, way: String) -> impl IntoView {
    let link = format!("See what changed in {}", version.number);
    view! {
        <article class="version">
            <div class="version__head">
                <h3 class="version__number">{version.number}</h3>
                {newest.then(|| view! { <Badge tone=Tone::Good>"On sale"</Badge> })}
                {version.published_at.map(|at| view! { <span class="version__date"><Day at=at/></span> })}
            </div>
            <div class="prose prose--small" inner_html=version.changes_html></div>
            {count
                .filter(|count| count.changes > 0)
                .map(|count| {
                    view! {
                        <p class="version__changes">
                            <a href=way>{link}</a>
                            <span>{counted(count.changes)}</span>
                            {count.impact.map(|impact| view! { <ImpactBadge impact=impact/> })}
                        </p>
                    }
                })}
        </article>
    }
}

/// File names with checksums, so that a buyer can check what arrived.
#[component]
fn Files(assets: Vec<Asset>) -> impl IntoView {
    (!assets.is_empty()).then(|| {
        let files = assets
            .into_iter()
            .map(|asset| {
                view! {
                    <li>
                        <p>{asset.file_name} " · " {size(asset.bytes)}</p>
                        <p class="checksum">"SHA-256 " {asset.sha256_hex}</p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <Disclosure summary="Files and checksums of the version on sale">
                <ul class="stack stack--tight">{files}</ul>
            </Disclosure>
        }
    })
}

/// The license in plain words.
#[component]
pub(super) fn License() -> impl IntoView {
    view! {
        <section class="product-section" id="license" aria-labelledby="license-title">
            <h2 class="product-section__title" id="license-title">"License"</h2>
            <CheckList>
                <CheckItem>"Use it in your own work and in your company's, for as long as the license lasts."</CheckItem>
                <CheckItem>"Change anything in it."</CheckItem>
                <CheckItem>"Use it for a client, as part of the work you do for them."</CheckItem>
                <CheckItem icon=Icon::Cross>"Do not sell it or give it away on its own, changed or not."</CheckItem>
            </CheckList>
            <p class="product-section__lead"><a href="/legal/license">"Read the whole license"</a></p>
        </section>
    }
}
