//! `/about`: how buying and selling work here, and what we check.

use leptos::prelude::*;

use super::TextPage;
use crate::web::{market, paths};

/// The facts behind the promises of the front page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let fee = fee_words(market().policy.commission_bp);
    view! {
        <TextPage
            path="/about"
            title="Automation you can look into"
            lead="Autopilot Monster is a marketplace for AI agents, n8n workflows and automation assets. What is for sale is also what is shown."
        >
            <p>"Most automation is sold by its promise: a title, a stock picture, a list of benefits. You learn what is inside after you have paid. We draw the product itself instead. Every workflow here is read node by node and shown as the graph you would see in your own editor, with what it needs and what it is able to do."</p>
            <h2 id="checks">"What we check"</h2>
            <ul>
                <li><strong>"Cleaned."</strong>" Identifiers of the vendor's own n8n, pinned data, credential ids and owners are taken out of every workflow before it is offered. A workflow arrives switched off."</li>
                <li><strong>"Read."</strong>" Every node is read by fixed rules. They find the credentials it wants, the addresses it calls, whether it runs code or commands, and whether it needs community nodes. Nothing is run to find that out."</li>
                <li><strong>"Kept."</strong>" The files of a version never change. You can compare what you downloaded with the SHA-256 checksum on the product's page."</li>
                <li><strong>"Owned."</strong>" A review belongs to somebody who owns the product, never to its vendor. Writing one is being prepared."</li>
            </ul>
            <p>"What we do not do: we do not promise that a workflow is right for your case, and reading the nodes cannot prove that code inside them is harmless. Look at the graph, and try it on a copy first."</p>
            <h2 id="buying">"How buying works"</h2>
            <ol>
                <li>"Put products of any number of vendors in your cart. You need no account for that."</li>
                <li>"Sign in, look at the total, accept the license, pay. The price you saw is the price you pay; if it changed in between we say so and charge nothing. Today the only way to pay is a play bank of our own, which moves no money."</li>
                <li>"Your library holds the files and a license key for each product. A receipt goes to your e-mail address."</li>
            </ol>
            <p>"Free products follow the same way without the payment. " <a href="/legal/refunds">"Refunds"</a> " are described on their own page."</p>
            <h2 id="selling">"How selling works"</h2>
            <p>{format!("A vendor keeps the price of each sale less {fee}. There is no monthly fee and no fee for listing. Our share is written down with each line of an order, at the rate in force that day. Paying out comes with the first real payment.")}</p>
            <p>"Opening a shop and uploading products by yourself are being prepared, and so is the review of each by a person. Until then the people who run this marketplace add vendors and products themselves."</p>
            <p>"You can see today what we would see: the " <a href=paths::WORKFLOW_TOOL>"workflow tool"</a> " draws, scores and cleans your file in your own browser, and uploads nothing."</p>
        </TextPage>
    }
}

/// Basis points as people say them: `10 %`, `7.5 %`.
pub(crate) fn fee_words(basis_points: i32) -> String {
    match (basis_points / 100, basis_points % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{} %", rest / 10),
        (whole, rest) => format!("{whole}.{rest:02} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::fee_words;

    #[test]
    fn a_fee_is_written_as_people_say_it() {
        assert_eq!(
            [fee_words(1_000), fee_words(750), fee_words(1_225)],
            ["10 %", "7.5 %", "12.25 %"]
        );
    }
}
