//! One owned product: its picture, its license, its files, and how to get going.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::EntitlementId;
use market::catalog::{Asset, ProductKind};
use market::licensing::{Held, Owned};

use super::{RevealLicense, StartDownload};
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, Day, Disclosure, Icon, Key, Tone, size};
use crate::web::{ActForm, paths};

#[component]
pub(super) fn OwnedRow(
    owned: Owned,
    /// The full license key, when it was asked for.
    #[prop(optional_no_strip)]
    key: Option<String>,
) -> impl IntoView {
    let active = owned.state == "active"
        && owned
            .license
            .as_ref()
            .is_none_or(|license| license.state == "active");
    let (kind, entitlement) = (owned.kind, owned.entitlement);
    view! {
        <article class="owned">
            <div class="owned__picture" aria-hidden="true" inner_html=owned.miniature.clone()></div>
            <div class="stack">
                {about(&owned, active)}
                {owned.license.map(|license| held(license, key, active))}
                {active.then(|| files(entitlement, owned.assets))}
                {(active && kind == ProductKind::N8nWorkflow).then(import_hint)}
            </div>
        </article>
    }
}

fn about(owned: &Owned, active: bool) -> impl IntoView + use<> {
    let order = owned.order_number.clone();
    view! {
        <div>
            <h2 class="owned__title">
                <a href=paths::product(&owned.vendor_handle, &owned.slug)>{owned.title.clone()}</a>
            </h2>
            <p class="owned__note">
                <span>{format!("{}, version {}", owned.kind.label(), owned.version_number)}</span>
                <span>"by " <a href=paths::vendor(&owned.vendor_handle)>{owned.vendor_name.clone()}</a></span>
                <span>"since " <Day at=owned.bought_at/></span>
                {order.map(|number| view! { <span>"order " <a href=paths::order(&number)>{number.clone()}</a></span> })}
            </p>
            {(!active)
                .then(|| {
                    view! {
                        <p><Badge tone=Tone::Bad>"License ended"</Badge></p>
                        <p>"Its files cannot be downloaded any more."</p>
                    }
                })}
        </div>
    }
}

fn held(license: Held, key: Option<String>, active: bool) -> impl IntoView {
    let (id, place) = (license.id.to_string(), format!("license-{}", license.id));
    let masked = key.is_none();
    view! {
        <div id=place>
            <Key code=key.unwrap_or(license.masked) masked=masked>
                {masked
                    .then(|| {
                        view! {
                            <ActForm action=RevealLicense::PATH>
                                <input type="hidden" name="license" value=id/>
                                <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=Icon::Key>"Show key"</Button>
                            </ActForm>
                        }
                    })}
            </Key>
            {(!masked).then(|| view! { <p class="field__hint">"Select and copy it now. It is hidden again when you leave this page."</p> })}
            {license
                .expires_at
                .filter(|_| active)
                .map(|at| view! { <p class="field__hint">"Paid until " <Day at=at/> "."</p> })}
        </div>
    }
}

fn files(entitlement: EntitlementId, assets: Vec<Asset>) -> impl IntoView {
    let files = assets
        .into_iter()
        .map(|asset| {
            let label = format!("Download {}", asset.file_name);
            view! {
                <li class="owned__file">
                    <span>
                        <span class="owned__file-name">{asset.file_name}</span>
                        " "
                        <span class="owned__file-size">{size(asset.bytes)}</span>
                    </span>
                    <ActForm action=StartDownload::PATH>
                        <input type="hidden" name="entitlement" value=entitlement.to_string()/>
                        <input type="hidden" name="asset" value=asset.id.to_string()/>
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=Icon::Download label=label>"Download"</Button>
                    </ActForm>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="owned__files">{files}</ul> }
}

/// What to do with the file of a workflow.
fn import_hint() -> impl IntoView {
    view! {
        <Disclosure summary="How to import it into n8n">
            <div class="prose"><ol>
                <li>"Download the file that ends in .json."</li>
                <li>"In n8n open Workflows, create a new one, and choose “Import from File” in its menu."</li>
                <li>"Open the nodes with a warning and choose your own credentials. The workflow stays off until you switch it on."</li>
            </ol></div>
        </Disclosure>
    }
}
