//! What the server's log says of people: nothing.

use crate::purchase::{
    a_product, decision, download_link, library_with, places_order, puts_into_cart,
};
use crate::support::{Server, Visitor, signed_up};

/// Nobody else is called that.
const NAME: &str = "Zerlina Quixworth";
const EMAIL: &str = "zerlina.quixworth@example.com";
const PASSWORD: &str = "vellum orchard hexagon";
const WRONG: &str = "gimbal thicket marzipan";

#[tokio::test]
async fn no_address_password_cookie_link_or_key_comes_into_the_log() {
    let loud =
        "info,server=trace,app=trace,market=trace,sqlx=debug,tower_sessions=debug,hyper=debug";
    let server = Server::start_with(&[], &[("LOG", loud)]).await;
    let visitor = Visitor::to(&server).in_network("203.0.113.199");
    let page = visitor.open("/account/sign-up").await;
    let form = signed_up(&page, NAME)
        .with("email", EMAIL)
        .with("password", PASSWORD);
    visitor.opens_account(&form).await;
    let mut secrets: Vec<String> = visitor.cookies().into_values().collect();
    visitor
        .submit(&visitor.open("/account").await.form("/api/sign-out"))
        .await;
    visitor.signs_in(EMAIL, WRONG).await;
    visitor.signs_in(EMAIL, PASSWORD).await;
    secrets.extend(visitor.cookies().into_values());

    let product = a_product(&visitor, "kind=n8n-workflow&price=one-time").await;
    puts_into_cart(&visitor, &product).await;
    let bank = places_order(&visitor).await;
    visitor.submit(&decision(&bank, "pay")).await;
    let library = library_with(&visitor, 1).await;
    let shown = visitor
        .submit(&library.form("/api/reveal-license"))
        .await
        .text();
    let is_key = |word: &&str| word.starts_with("AM-") && word.len() == 34;
    secrets.push(shown.split_whitespace().find(is_key).unwrap().to_owned());
    let link = download_link(&visitor, &library).await;
    visitor.open(&link).await;
    secrets.push(link.rsplit('/').next().unwrap().to_owned());
    visitor.open("/search?q=quixotic+harbor").await;

    secrets.extend(
        [
            NAME,
            EMAIL,
            PASSWORD,
            WRONG,
            "zerlina",
            "quixworth",
            "quixotic",
        ]
        .map(str::to_owned),
    );
    // As they stand in a form's body.
    secrets.extend([PASSWORD, WRONG].map(|password| password.replace(' ', "+")));
    assert!(secrets.len() >= 13 && secrets.iter().all(|secret| secret.len() > 6));
    let log = server.log().to_lowercase();
    assert!(log.lines().count() > 50, "it was loud: {log}");
    for secret in secrets {
        let line = log
            .lines()
            .find(|line| line.contains(&secret.to_lowercase()));
        assert_eq!(line, None, "{secret} is in the log");
    }
}
