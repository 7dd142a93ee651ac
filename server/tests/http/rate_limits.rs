//! What may be tried only so often, and what whoever tries more often reads.

use market::limits::Action;

use crate::purchase::{a_product, puts_into_cart};
use crate::support::{Answer, Server, Visitor, signed_up};

const WRONG: &str = "not the right password";
const RIGHT: &str = "a perfectly fine password";

/// Posts to the sign-in until the form says that it was too often.
pub async fn guesses_until_refused(visitor: &Visitor, email: &str) -> (usize, Answer) {
    for guess in 0.. {
        let answer = visitor.signs_in(email, WRONG).await;
        if answer.status != 200 {
            return (guess, answer);
        }
    }
    unreachable!("there is no end to the tries")
}

fn must_say_when(answer: &Answer) {
    assert_eq!(answer.status, 429);
    let wait: u32 = answer.header("retry-after").parse().unwrap();
    assert!(wait >= 1);
    let limit = answer.header("ratelimit");
    assert!(limit.contains(&format!(";r=0;t={wait}")), "{limit}");
    let policy = answer.header("ratelimit-policy");
    assert!(policy.contains(";q=") && policy.contains(";w="), "{policy}");
}

#[tokio::test]
async fn guessing_at_an_account_ends_with_a_form_that_says_when_to_go_on() {
    let server = Server::start().await;
    let [customer, ..] = market::demo::SIGN_INS;
    let capacity = Action::SignInAccount.rule().capacity as usize;
    let mut pages = Vec::new();
    for (nth, email) in [customer.email, "nobody.at.all@example.com"]
        .iter()
        .enumerate()
    {
        let visitor = Visitor::to(&server).in_network(&format!("203.0.113.{nth}"));
        let (guesses, answer) = guesses_until_refused(&visitor, email).await;
        assert_eq!(guesses, capacity, "{email}");
        must_say_when(&answer);
        assert_eq!(answer.form("/api/sign-in").value("email"), *email);
        assert!(answer.text().contains("Try again in 15 minutes."));
        assert!(answer.body.contains("role=\"alert\""));
        let fresh = visitor.open("/account/sign-in").await;
        assert_eq!(fresh.status, 200, "it is said once");
        pages.push(answer.text());
    }
    assert_eq!(
        pages[0], pages[1],
        "nothing tells whether there is an account"
    );
    let elsewhere = Visitor::to(&server).in_network("203.0.113.77");
    let right = elsewhere.signs_in(customer.email, customer.password).await;
    assert_eq!(
        right.status, 429,
        "not even the right password is looked at"
    );
}

#[tokio::test]
async fn an_owner_signs_in_from_their_own_browser_whatever_strangers_try() {
    let server = Server::start().await;
    let ada = Visitor::to(&server).in_network("198.51.100.7");
    ada.signs_up("Ada").await;
    let account = ada.open("/account").await;
    ada.submit(&account.form("/api/sign-out")).await;
    let (stranger, email) = (Visitor::to(&server), "ada@example.com");
    guesses_until_refused(&stranger, email).await;
    assert_eq!(stranger.signs_in(email, RIGHT).await.status, 429);
    assert_eq!(ada.signs_in(email, RIGHT).await.status, 200);
    assert_eq!(ada.open("/account").await.path, "/account");
}

#[tokio::test]
async fn programs_are_told_in_headers_what_is_left_and_when_there_is_more() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let json = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "application/json"),
    ];
    let body = "email=eve@example.com&password=nothing-of-hers&next=";
    let capacity = Action::SignInAccount.rule().capacity;
    for left in (0..capacity).rev() {
        let answer = visitor.post_with("/api/sign-in", &json, body).await;
        assert_eq!(answer.status, 422);
        let limit = answer.header("ratelimit");
        assert!(
            limit.contains(&format!("\"sign-in-account\";r={left};t=")),
            "{limit}"
        );
        assert!(limit.contains("\"sign-in-network\";r="), "{limit}");
    }
    let answer = visitor.post_with("/api/sign-in", &json, body).await;
    must_say_when(&answer);
    assert!(answer.body.contains("\"too-often\""), "{}", answer.body);
}

#[tokio::test]
async fn a_forged_forwarded_address_buys_no_tries() {
    let server = Server::start_with(&[], &[("TRUSTED_PROXIES", "192.0.2.1")]).await;
    let json = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "application/json"),
    ];
    let mut passed = 0;
    for nth in 0..2 * Action::SignInNetwork.rule().capacity {
        let visitor = Visitor::to(&server).in_network(&format!("203.0.113.{nth}"));
        let body = format!("email=nobody.{nth}@example.com&password=x&next=");
        let answer = visitor.post_with("/api/sign-in", &json, &body).await;
        passed += u32::from(answer.status == 422);
    }
    let capacity = Action::SignInNetwork.rule().capacity;
    assert!(
        (capacity..capacity + 5).contains(&passed),
        "{passed} passed"
    );
    assert!(server.log().contains("TRUSTED_PROXIES"));
}

#[tokio::test]
async fn searches_have_an_end_and_other_visitors_and_pages_do_not_feel_it() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server).in_network("2001:db8:1:2::1");
    let mut last = visitor.open("/search?q=invoice").await;
    assert_eq!(last.status, 200);
    assert!(last.header("ratelimit").starts_with("\"search\";r=59;t="));
    for _ in 0..4 * Action::Search.rule().capacity {
        last = visitor.open("/search?q=invoice").await;
        if last.status != 200 {
            break;
        }
    }
    must_say_when(&last);
    assert!(
        last.text().contains("Try again in 1 second."),
        "{}",
        last.text()
    );
    let same_block = Visitor::to(&server).in_network("2001:db8:1:2:ffff::9");
    let stingy = same_block
        .ask("GET", "/search?q=invoice", &[])
        .await
        .unwrap();
    let other = Visitor::to(&server).in_network("2001:db8:1:3::1");
    assert_eq!(other.open("/search?q=invoice").await.status, 200);
    assert!(
        stingy.header("ratelimit").contains(";r=0;"),
        "{:?}",
        stingy.headers
    );
    assert_eq!(visitor.open("/products").await.status, 200);
}

#[tokio::test]
async fn opening_accounts_has_an_end_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    let capacity = Action::SignUp.rule().capacity;
    let mut last = None;
    for nth in 0..=capacity {
        let visitor = Visitor::to(&server);
        let page = visitor.open("/account/sign-up").await;
        // Short passwords are refused before anything costly is done, and are tries all the same.
        let form = signed_up(&page, &format!("Eve {nth}")).with("password", "short");
        last = Some(visitor.submit(&form).await);
    }
    let last = last.unwrap();
    must_say_when(&last);
    let form = last.form("/api/sign-up");
    assert_eq!(form.value("name"), format!("Eve {capacity}"));
    assert_eq!(form.value("email"), format!("eve.{capacity}@example.com"));
    assert_eq!(form.value("password"), "");
}

#[tokio::test]
async fn placing_orders_has_an_end_and_the_cart_stays() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let product = a_product(&visitor, "kind=n8n-workflow&sort=price-high").await;
    puts_into_cart(&visitor, &product).await;
    let checkout = visitor.open("/checkout").await;
    let refused = checkout.form("/api/place-order");
    for _ in 0..Action::Checkout.rule().capacity {
        assert_eq!(visitor.submit(&refused).await.status, 200);
    }
    let last = visitor.submit(&refused.with("terms", "true")).await;
    must_say_when(&last);
    assert!(last.text().contains("Nothing was charged"));
    let form = last.form("/api/place-order");
    assert_eq!(form.value("terms"), "true", "the tick stays");
    assert_eq!(
        visitor
            .open("/cart")
            .await
            .forms("/api/remove-from-cart")
            .len(),
        1
    );
}
