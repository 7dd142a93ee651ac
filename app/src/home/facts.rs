//! How it works, what a vendor keeps, and what a buyer can rely on.

use leptos::prelude::*;
use market::{Money, share};

use super::drawings::{LookDrawing, OwnDrawing, PayDrawing};
use crate::content::about::fee_words;
use crate::ui::{ButtonKind, Glyph, Icon, LinkButton, SectionHead};

#[component]
pub(super) fn HowItWorks() -> impl IntoView {
    view! {
        <section class="home-section" aria-labelledby="how">
            <SectionHead title="How it works" id="how"/>
            <ol class="steps">
                <li class="steps__step">
                    <LookDrawing/>
                    <h3 class="steps__title">"Look inside"</h3>
                    <p class="steps__text">"Open the graph, move through it, read what each node is for and which credentials it wants."</p>
                </li>
                <li class="steps__step">
                    <PayDrawing/>
                    <h3 class="steps__title">"Pay what you saw"</h3>
                    <p class="steps__text">"One cart for any number of vendors. The total is on the button, and it does not move."</p>
                </li>
                <li class="steps__step">
                    <OwnDrawing/>
                    <h3 class="steps__title">"Import and keep"</h3>
                    <p class="steps__text">"Files and license key wait in your library, with every new version the vendor publishes."</p>
                </li>
            </ol>
        </section>
    }
}

/// The fee on a real amount, worked out by the same rule that pays vendors.
#[component]
pub(super) fn Pitch(commission_bp: i32) -> impl IntoView {
    let price = 2_900;
    let fee = share(price, commission_bp);
    let percent = fee_words(commission_bp);
    view! {
        <section class="home-section" aria-labelledby="sell">
            <div class="pitch">
                <div>
                    <h2 id="sell">{format!("Sell your automations for a {percent} fee")}</h2>
                    <p class="pitch__text">"No monthly price, no fee for listing. We draw your product, check it, take the payment, deliver the files and issue the licenses. You see gross, fee and your share of every single sale."</p>
                    <p class="pitch__text"><LinkButton href="/about#selling" kind=ButtonKind::Quiet>"How selling works"</LinkButton></p>
                </div>
                <dl class="pitch__sum">
                    <div><dt>"A customer pays"</dt><dd>{Money::usd(price).to_string()}</dd></div>
                    <div><dt>{format!("Our fee, {percent}")}</dt><dd>{Money::usd(-fee).to_string().replace('-', "−")}</dd></div>
                    <div><dt>"You earn"</dt><dd>{Money::usd(price - fee).to_string()}</dd></div>
                </dl>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Trust() -> impl IntoView {
    view! {
        <section class="home-section" aria-labelledby="trust">
            <h2 class="visually-hidden" id="trust">"What you can rely on"</h2>
            <ul class="trust">
                <Fact icon=Icon::Spark href="/about#checks" title="Cleaned" text="Vendor ids, pinned data and credentials are taken out of every workflow."/>
                <Fact icon=Icon::Shield href="/about#checks" title="Read node by node" text="What it can touch is found by fixed rules and shown before you pay."/>
                <Fact icon=Icon::Scroll href="/legal/license" title="Licensed in plain words" text="Use it at work and for clients. The text you accept stays with your order."/>
                <Fact icon=Icon::Refund href="/legal/refunds" title="14 days to ask for a refund" text="If it does not do what its page says, your money goes back the way it came."/>
            </ul>
        </section>
    }
}

#[component]
fn Fact(icon: Icon, href: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="trust__fact">
            <Glyph icon=icon/>
            <h3 class="trust__title"><a href=href>{title}</a></h3>
            <p class="trust__text">{text}</p>
        </li>
    }
}
