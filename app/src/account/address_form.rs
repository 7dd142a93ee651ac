//! `/account/addresses/new` and `/account/addresses/{id}`: one address, to be added or changed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use market::accounts::{self, Address, AddressForm};
use market::{AddressId, Error};
use serde::{Deserialize, Serialize};

use super::area::AccountArea;
use crate::ui::{Button, Checkbox, Choice, FormSummary, PageHead, SelectField, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, flash, form_state, market, page, paths, who,
};

/// An empty form.
#[component]
pub fn NewAddressPage() -> impl IntoView {
    page(async move {
        who::customer().await?;
        let form = form_state("address").await?;
        let typed = Typed::again(&form).unwrap_or_default();
        Ok(view! {
            <Title text="Add an address"/>
            <AccountArea here=paths::ADDRESSES>
                <PageHead title="Add an address"/>
                <FormSummary mistakes=form.mistakes()/>
                <ActForm action=AddAddress::PATH class="stack account-form">
                    <Fields typed=typed form=form/>
                    <Foot/>
                </ActForm>
            </AccountArea>
        })
    })
}

/// The form with what is kept.
#[component]
pub fn AddressPage() -> impl IntoView {
    let id = use_params_map()
        .get_untracked()
        .get("id")
        .unwrap_or_default();
    page(async move {
        let customer = who::customer().await?;
        let id: AddressId = id.parse().map_err(|_| Error::NotFound)?;
        let kept = accounts::address(&market().db, customer.id, id).await?;
        let form = form_state("address").await?;
        let typed = Typed::again(&form).unwrap_or_else(|| kept.into());
        Ok(view! {
            <Title text="Change an address"/>
            <AccountArea here=paths::ADDRESSES>
                <PageHead title="Change an address"/>
                <FormSummary mistakes=form.mistakes()/>
                <ActForm action=ChangeAddress::PATH class="stack account-form">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Fields typed=typed form=form/>
                    <Foot/>
                </ActForm>
            </AccountArea>
        })
    })
}

#[component]
fn Fields(typed: Typed, form: FormState) -> impl IntoView {
    let line = |label, name: &'static str, value, autocomplete, required| {
        view! {
            <TextField
                label=label
                name=name
                value=value
                error=form.error(name)
                autocomplete=autocomplete
                required=required
                max_length=120
            />
        }
    };
    let mut countries = vec![Choice::new("", "Choose a country")];
    countries.extend(
        accounts::countries()
            .iter()
            .map(|(code, name)| Choice::new(*code, *name)),
    );
    let (billing, shipping) = (typed.for_billing.is_some(), typed.for_shipping.is_some());
    view! {
        {line("Name", "name", typed.name, "name", true)}
        {line("Company", "company", typed.company, "organization", false)}
        {line("Street and number", "line1", typed.line1, "address-line1", true)}
        {line("Further line", "line2", typed.line2, "address-line2", false)}
        {line("Postal code", "postal_code", typed.postal_code, "postal-code", false)}
        {line("Town or city", "city", typed.city, "address-level2", true)}
        {line("State or region", "region", typed.region, "address-level1", false)}
        <SelectField label="Country" name="country" options=countries value=typed.country error=form.error("country")/>
        <Checkbox label="Use it for invoices" name="for_billing" checked=billing/>
        <Checkbox label="Use it for parcels" name="for_shipping" checked=shipping/>
    }
}

#[component]
fn Foot() -> impl IntoView {
    view! {
        <div class="form__actions">
            <Button>"Save the address"</Button>
            <a href=paths::ADDRESSES>"Back"</a>
        </div>
    }
}

/// The form as it is sent; boxes that are not ticked are not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    name: String,
    company: String,
    line1: String,
    line2: String,
    postal_code: String,
    city: String,
    region: String,
    country: String,
    for_billing: Option<String>,
    for_shipping: Option<String>,
}

impl Typed {
    /// What was typed before it was refused.
    fn again(form: &FormState) -> Option<Self> {
        form.refusal?;
        let ticked = |field| Some(form.value(field)).filter(|value| !value.is_empty());
        Some(Self {
            name: form.value("name"),
            company: form.value("company"),
            line1: form.value("line1"),
            line2: form.value("line2"),
            postal_code: form.value("postal_code"),
            city: form.value("city"),
            region: form.value("region"),
            country: form.value("country"),
            for_billing: ticked("for_billing"),
            for_shipping: ticked("for_shipping"),
        })
    }

    fn kept_by(&self, form: Form) -> Form {
        form.keeping("name", &self.name)
            .keeping("company", &self.company)
            .keeping("line1", &self.line1)
            .keeping("line2", &self.line2)
            .keeping("postal_code", &self.postal_code)
            .keeping("city", &self.city)
            .keeping("region", &self.region)
            .keeping("country", &self.country)
            .keeping(
                "for_billing",
                self.for_billing.as_deref().unwrap_or_default(),
            )
            .keeping(
                "for_shipping",
                self.for_shipping.as_deref().unwrap_or_default(),
            )
    }
}

impl From<Address> for Typed {
    fn from(kept: Address) -> Self {
        let ticked = |yes: bool| yes.then(|| "true".to_owned());
        Self {
            name: kept.name,
            company: kept.company,
            line1: kept.line1,
            line2: kept.line2,
            postal_code: kept.postal_code,
            city: kept.city,
            region: kept.region,
            country: kept.country,
            for_billing: ticked(kept.for_billing),
            for_shipping: ticked(kept.for_shipping),
        }
    }
}

impl From<Typed> for AddressForm {
    fn from(typed: Typed) -> Self {
        Self {
            name: typed.name,
            company: typed.company,
            line1: typed.line1,
            line2: typed.line2,
            postal_code: typed.postal_code,
            city: typed.city,
            region: typed.region,
            country: typed.country,
            for_billing: typed.for_billing.is_some(),
            for_shipping: typed.for_shipping.is_some(),
        }
    }
}

#[server(prefix = "/api", endpoint = "add-address")]
pub async fn add_address(#[server(flatten)] typed: Typed) -> Result<(), ActError> {
    let form = typed.kept_by(Form::on(paths::NEW_ADDRESS, "address"));
    form.act(async {
        let customer = who::customer().await?;
        accounts::add_address(&market(), &customer, &typed.into()).await?;
        flash::notice(Notice::AddressSaved).await?;
        Ok(paths::ADDRESSES.to_owned())
    })
    .await
}

#[server(prefix = "/api", endpoint = "change-address")]
pub async fn change_address(
    id: AddressId,
    #[server(flatten)] typed: Typed,
) -> Result<(), ActError> {
    let form = typed.kept_by(Form::on(paths::address(id), "address"));
    form.act(async {
        let customer = who::customer().await?;
        accounts::change_address(&market(), &customer, id, &typed.into()).await?;
        flash::notice(Notice::AddressSaved).await?;
        Ok(paths::ADDRESSES.to_owned())
    })
    .await
}
