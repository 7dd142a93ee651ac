//! `/legal/…`: the license, the terms, privacy and refunds, in words that can be read.

use leptos::prelude::*;
use market::consent::Document;

use super::TextPage;
use crate::web::market;

const DATED: &str = "28 November 2026";

fn in_force(document: Document) -> &'static str {
    document.current(market().now()).dated
}

/// `/legal/license`: what a buyer may do with a product.
#[component]
pub fn LicensePage() -> impl IntoView {
    view! {
        <TextPage path="/legal/license" title="License" lead="What you may do with a product you bought or got for free here." dated=in_force(Document::License)>
            <p>"The license is an agreement between you and the vendor named on your order. The text in force when you order is stored with the order and stays yours, whatever we write here later."</p>
            <h2>"You may"</h2>
            <ul>
                <li>"use the product for yourself and inside the company you buy it for, on as many machines as you need unless its page names a number;"</li>
                <li>"change it, combine it with other things and keep copies;"</li>
                <li>"use it in work you deliver to a client, as a part of that work;"</li>
                <li>"keep using versions you received for as long as your license lasts: without end for one-time and free products, until the paid period ends for subscriptions."</li>
            </ul>
            <h2>"You may not"</h2>
            <ul>
                <li>"sell, rent or give away the product on its own, changed or not, or put it on another marketplace;"</li>
                <li>"share your license key or your downloads with people outside the company the license is for;"</li>
                <li>"claim that you made it, or remove the names of those who did."</li>
            </ul>
            <h2>"What it does not promise"</h2>
            <p>"The vendor promises that the product does what its page says. Services it talks to belong to others, who may change them. Test it before it touches data you cannot replace. Rights that the law gives you as a consumer stay untouched."</p>
            <h2>"When it ends"</h2>
            <p>"The license ends when you break it, when a refund is paid, or when the paid period of a subscription is over. Then stop using the product and delete your copies."</p>
        </TextPage>
    }
}

/// `/legal/terms`: how this marketplace may be used.
#[component]
pub fn TermsPage() -> impl IntoView {
    view! {
        <TextPage path="/legal/terms" title="Terms of use" lead="The rules between you and Autopilot Monster." dated=in_force(Document::Terms)>
            <h2>"Who sells to you"</h2>
            <p>"Vendors sell, we run the marketplace: we show the products, take the payment for the vendor, deliver the files and keep the records. An order with products of several vendors is one payment and several sales."</p>
            <h2>"Your account"</h2>
            <p>"Give a working e-mail address, and keep your password to yourself. One person, one account. You can change it and " <a href="/account/close">"close it"</a> " yourself, at any time; records we must keep by law are kept also then."</p>
            <h2>"Orders and prices"</h2>
            <p>"Prices are in US dollars and set by the vendors. Today the only way to pay is a play bank of our own, which moves no money. A sale is made when we confirm the payment. An order that is not paid within an hour lapses, and nothing is charged."</p>
            <h2>"Fair use"</h2>
            <p>"Do not attack the service, take its contents in bulk, upload what harms others or is not yours, or write reviews about products you sell. Accounts that do may be suspended."</p>
            <h2>"What we answer for"</h2>
            <p>"We answer for running the marketplace with care: that what you download is what was published, that your payment is counted once, that your records are right. For what a product does in your systems the vendor answers to you under the " <a href="/legal/license">"license"</a> ". Nothing here limits rights the law does not allow to be limited."</p>
            <h2>"Changes"</h2>
            <p>"When these terms change, the new text stands here with its date. Orders keep the terms they were made under."</p>
        </TextPage>
    }
}

/// `/legal/privacy`: what is stored about a visitor, and why.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! {
        <TextPage path="/legal/privacy" title="Privacy" lead="What we store about you, why, and for how long." dated=in_force(Document::Privacy)>
            <h2>"If you only look around"</h2>
            <p>"We set a cookie only once it is needed: it remembers your cart and your sign-in. There are no advertising cookies, no tracking pixels and no scripts of other companies on our pages."</p>
            <h2>"If you have an account"</h2>
            <p>"We store your name, your e-mail address, and a hash of your password from which it cannot be read. Sessions are stored until they end, with your browser, its system and the network you came from (not your whole address). A second cookie, set when you sign in, lets us tell you when somebody signs in with a browser you never used; it opens nothing, and we forget it after 400 days without use. Sign-ins and changes to the protection of your account are written into a record that cannot be changed; you see your part of it on your security page."</p>
            <p>"Somebody who keeps the market can step into your place for half an hour to help you. You get a mail when they do, and see it on your security page. They see neither keys nor files there and cannot buy, and all they do is recorded."</p>
            <p>"What you type to open an account is kept until you type the code that we mail you, for a day at most after it has ended. The cart of somebody without an account is removed 90 days after its last change."</p>
            <h2>"If you close your account"</h2>
            <p>"You can do so " <a href="/account/close">"in your account"</a> ". For 14 days you can keep it after all; then your name, picture, addresses, devices, ways to sign in and cart are erased, and your e-mail address is replaced by one that says nothing. Orders and invoices are kept for 10 years, as tax law asks, for that alone. Licenses stay valid by their key and name nobody. Reviews stay under “Deleted account”. The record of acts stays as it was: it is how an attack is found, its entries are chained and cannot be changed, and they hold ids and networks, not names or addresses. That something was erased is noted without saying whose it was, so that a backup does not bring it back."</p>
            <h2>"If you have no account"</h2>
            <p>"Somebody may have invited your address into a team, or typed it here by mistake. You can " <a href="/privacy/erase">"see what is known about an address and have it erased"</a> "; we mail the link to that address."</p>
            <h2>"If you buy"</h2>
            <ul>
                <li>"Orders: what, when, from whom, for how much, and the license text you accepted. Tax law makes us keep them."</li>
                <li>"Payments: that there was one, when, and for how much. No card number reaches us, and the play bank of today asks for none."</li>
                <li>"Licenses and downloads: your key, stored encrypted, and when a file was fetched, so that misuse can be found."</li>
            </ul>
            <h2>"What you agree to"</h2>
            <p>"When you agree to the terms of use or to a license, we store which version it was, when, on which form, and the network you came from. You see what you agreed to on " <a href="/account/data">"your data page"</a> ". Mails about products come only if you ask for them, and you can end them at any time, in " <a href="/account/preferences">"your preferences"</a> " or with the link in each of them. Mails about your orders and the safety of your account come in any case: without them you could not know what happens in your name."</p>
            <h2>"What vendors see"</h2>
            <p>"A vendor sees that a product was sold, when and for how much. Your name appears beside a review of yours."</p>
            <h2>"Your rights"</h2>
            <p>"The law may give you the right to learn what is stored about you, to have it corrected, and to have it deleted. On " <a href="/account/data">"your data page"</a> " you get a copy of all of it as a file, without asking anybody; the file is removed after 7 days. Your profile is yours to correct, and closing your account erases it."</p>
        </TextPage>
    }
}

/// `/legal/refunds`: when money comes back.
#[component]
pub fn RefundsPage() -> impl IntoView {
    view! {
        <TextPage path="/legal/refunds" title="Refunds" lead="14 days to ask for your money back, from the day real money is taken here." dated=DATED>
            <h2>"Today"</h2>
            <p>"The only way to pay is a play bank of our own. It moves no money, so there is none to give back, and no form to ask for it yet. Both come together: no real payment will be taken before it can be refunded."</p>
            <h2>"When you will get it back"</h2>
            <p>"You will have 14 days after the payment, and these are the reasons we mean to accept."</p>
            <ul>
                <li>"The product does not do what its page says, and the vendor cannot mend it."</li>
                <li>"It needs something its page did not name."</li>
                <li>"You were charged twice, or for something you did not order."</li>
                <li>"You have not downloaded it."</li>
            </ul>
            <h2>"What it will mean for your license"</h2>
            <p>"When a product is refunded its license ends. Other products of the same order are not touched."</p>
            <p>"Rights the law gives you as a consumer come on top of this."</p>
        </TextPage>
    }
}
