//! The page of the checkout: everything once more, and one button that says the amount.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Money;
use market::cart::{self, CartHolder, CartLine, CartView};
use market::checkout::LICENSE_TERMS;
use market::consent::{self, Document};

use super::{PlaceOrder, cost, rhythm};
use crate::account::TermsField;
use crate::ui::{
    Banner, Button, ButtonSize, CheckItem, CheckList, Checkbox, EmptyState, FormSummary, Icon,
    LinkButton, PageHead, Panel, Tone,
};
use crate::web::{
    ActForm, FormState, IdempotencyField, form_state, market, no_store, page, paths, who,
};

/// What is bought, from whom, for how much, under which terms. Guests sign in first and keep their cart.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    page(async move {
        let by = who::customer().await?;
        let holder = CartHolder {
            cart: None,
            account: Some(by.id),
        };
        let cart = cart::view(&market(), holder).await?;
        let form = form_state("checkout").await?;
        let (shop, terms) = (market(), Document::Terms);
        let agreed = consent::has_accepted(&shop.db, by.id, terms, shop.now()).await?;
        no_store();
        Ok(view! {
            <Title text="Checkout"/>
            <div class="wrap wrap--narrow page stack">
                <PageHead title="Checkout"/>
                <FormSummary mistakes=form.mistakes()/>
                {match (cart.lines.is_empty(), cart.ready()) {
                    (true, _) => empty().into_any(),
                    (false, false) => in_the_way().into_any(),
                    (false, true) => ready(cart, form, by.email.clone(), agreed).into_any(),
                }}
            </div>
        })
    })
}

fn empty() -> impl IntoView {
    view! {
        <EmptyState
            mascot=false
            title="There is nothing to pay"
            text="Your cart is empty. What you bought a moment ago is among your orders."
        >
            <LinkButton href=paths::ORDERS>"See your orders"</LinkButton>
        </EmptyState>
    }
}

fn in_the_way() -> impl IntoView {
    view! {
        <Banner tone=Tone::Warn title="Something in your cart cannot be bought">
            "Nothing was charged. "
            <a href=paths::CART>"Open the cart"</a>
            ", remove it, and check out again."
        </Banner>
    }
}

fn ready(cart: CartView, form: FormState, email: String, agreed: bool) -> impl IntoView {
    let total = cart.total;
    let parts = by_vendor(cart.lines)
        .into_iter()
        .map(|(vendor, lines)| part(vendor, lines))
        .collect_view();
    view! {
        <div class="stack stack--loose">
            <Panel title="What you buy">
                <div>{parts}</div>
                <dl class="totals">
                    <div class="totals__row totals__row--grand">
                        <dt>"Total"</dt>
                        <dd>{total.to_string()}</dd>
                    </div>
                </dl>
            </Panel>
            {(!agreed).then(|| view! { <NewTerms/> })}
            <OrderForm total=total form=form email=email/>
        </div>
    }
}

/// Lines of one vendor together, vendors in the order of the cart.
fn by_vendor(lines: Vec<CartLine>) -> Vec<(String, Vec<CartLine>)> {
    let mut parts: Vec<(String, Vec<CartLine>)> = Vec::new();
    for line in lines {
        match parts
            .iter_mut()
            .find(|(vendor, _)| *vendor == line.vendor_name)
        {
            Some((_, lines)) => lines.push(line),
            None => parts.push((line.vendor_name.clone(), vec![line])),
        }
    }
    parts
}

fn part(vendor: String, lines: Vec<CartLine>) -> impl IntoView {
    let lines = lines
        .into_iter()
        .map(|line| {
            view! {
                <div class="order-line">
                    <p>{line.title}</p>
                    <p>{cost(line.price.amount())}</p>
                    <p class="order-line__note">{line.kind.label()} {rhythm(line.price)}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="order-part">
            <h3 class="order-part__vendor">{format!("Sold by {vendor}")}</h3>
            {lines}
        </section>
    }
}

/// Nobody is bound to terms they have not seen: what one owns stays within reach, and buying more takes a yes.
#[component]
fn NewTerms() -> impl IntoView {
    let dated = Document::Terms.current(market().now()).dated;
    view! {
        <Banner tone=Tone::Info title="Our terms of use are new to you">
            {format!("The version of {dated} is in force, and you have not agreed to it yet. ")}
            <a href=paths::TERMS>"Read the terms of use"</a>
            ". With your tick below you agree to them."
        </Banner>
    }
}

#[component]
fn OrderForm(total: Money, form: FormState, email: String) -> impl IntoView {
    let free = total.minor == 0;
    let button = if free {
        "Get it free".to_owned()
    } else {
        format!("Pay {total}")
    };
    view! {
        <ActForm action=PlaceOrder::PATH class="stack">
            <IdempotencyField/>
            <TermsField/>
            <input type="hidden" name="seen_total" value=total.minor/>
            <input type="hidden" name="seen_currency" value=total.currency.as_str().to_owned()/>
            <Panel title="License">
                <p>{LICENSE_TERMS}</p>
                <p>"Read " <a href=paths::LICENSE>"the whole license"</a> " and " <a href=paths::TERMS>"the terms of use"</a> "."</p>
                <Checkbox
                    name="terms"
                    label="I accept the license terms and the terms of use."
                    required=true
                    checked=form.value("terms") == "true"
                    error=form.error("terms")
                />
            </Panel>
            <Button size=ButtonSize::Large wide=true>{button}</Button>
            <CheckList small=true>
                <CheckItem icon=Icon::Lock>
                    {if free { "No card needed." } else { "You pay on the payment provider's page. We never see your card." }}
                </CheckItem>
                <CheckItem icon=Icon::Receipt>{format!("The receipt goes to {email}.")}</CheckItem>
                {(!free)
                    .then(|| {
                        view! {
                            <CheckItem icon=Icon::Refund>
                                "14 days to ask for your money back. "
                                <a href=paths::REFUNDS>"Refunds"</a>
                            </CheckItem>
                        }
                    })}
            </CheckList>
        </ActForm>
    }
}
