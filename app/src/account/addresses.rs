//! `/account/addresses`: where invoices and parcels go.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::AddressId;
use market::accounts::{self, Address};

use super::area::AccountArea;
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, LinkButton, PageHead, Panel, Tone};
use crate::web::{ActError, ActForm, Form, Notice, flash, market, page, paths, who};

/// All of them, and the way to another.
#[component]
pub fn AddressesPage() -> impl IntoView {
    page(async move {
        let customer = who::customer().await?;
        let addresses = accounts::addresses(&market().db, customer.id).await?;
        let list = if addresses.is_empty() {
            Either::Left(view! { <p>"You have not added an address yet."</p> })
        } else {
            let cards = addresses
                .into_iter()
                .map(|address| view! { <Card address=address/> })
                .collect_view();
            Either::Right(cards)
        };
        Ok(view! {
            <Title text="Your addresses"/>
            <AccountArea here=paths::ADDRESSES>
                <PageHead title="Your addresses" lead="For invoices, and for what comes in a parcel.">
                    <LinkButton href=paths::NEW_ADDRESS>"Add an address"</LinkButton>
                </PageHead>
                {list}
            </AccountArea>
        })
    })
}

#[component]
fn Card(address: Address) -> impl IntoView {
    let edit = paths::address(address.id);
    let id = address.id.to_string();
    let said = format!("Delete the address of {} in {}", address.name, address.city);
    let (billing, shipping) = (address.for_billing, address.for_shipping);
    let lines = lines(address)
        .into_iter()
        .map(|line| view! { <span class="postal__line">{line}</span> })
        .collect_view();
    view! {
        <Panel>
            <address class="postal">{lines}</address>
            {(billing || shipping)
                .then(|| {
                    view! {
                        <div class="row">
                            {billing.then(|| view! { <Badge tone=Tone::Info>"For invoices"</Badge> })}
                            {shipping.then(|| view! { <Badge tone=Tone::Info>"For parcels"</Badge> })}
                        </div>
                    }
                })}
            <div class="row">
                <LinkButton href=edit kind=ButtonKind::Quiet size=ButtonSize::Small>"Change"</LinkButton>
                <ActForm action=RemoveAddress::PATH>
                    <input type="hidden" name="id" value=id/>
                    <Button kind=ButtonKind::Plain size=ButtonSize::Small label=said>"Delete"</Button>
                </ActForm>
            </div>
        </Panel>
    }
}

/// As on an envelope, without lines that are empty.
fn lines(address: Address) -> Vec<String> {
    let town = [address.postal_code, address.city].join(" ");
    let country = accounts::country_name(&address.country).to_owned();
    [
        address.name,
        address.company,
        address.line1,
        address.line2,
        town.trim().to_owned(),
        address.region,
        country,
    ]
    .into_iter()
    .filter(|line| !line.is_empty())
    .collect()
}

#[server(prefix = "/api", endpoint = "remove-address")]
pub async fn remove_address(id: AddressId) -> Result<(), ActError> {
    let form = Form::on(paths::ADDRESSES, "remove-address");
    form.act(async {
        let customer = who::customer().await?;
        accounts::remove_address(&market(), &customer, id).await?;
        flash::notice(Notice::AddressRemoved).await?;
        Ok(paths::ADDRESSES.to_owned())
    })
    .await
}
