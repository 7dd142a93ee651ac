//! The picture that is shown where a product's address is shared.

use std::time::Instant;

use reqwest::Client;

use crate::purchase::a_product;
use crate::support::{Server, Visitor};

#[tokio::test]
async fn a_shared_product_shows_a_picture_of_its_own() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    for kind in ["n8n-workflow", "ai-agent", "automation-asset"] {
        let product = a_product(&visitor, &format!("kind={kind}")).await;
        let page = visitor.open(&product).await;
        let card = format!("{product}/card.png");
        for part in [
            format!(
                "<meta property=\"og:image\" content=\"{}{card}\"",
                server.url
            ),
            "<meta name=\"twitter:card\" content=\"summary_large_image\"".to_owned(),
            "<meta property=\"og:image:alt\"".to_owned(),
        ] {
            assert!(page.body.contains(&part), "{part} is missing");
        }
        let answer = Client::new()
            .get(format!("{}{card}", server.url))
            .send()
            .await
            .unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &"image/png".parse().unwrap())
        );
        assert_eq!(
            answer.headers()["cross-origin-resource-policy"],
            "cross-origin"
        );
        assert!(!answer.headers().contains_key("set-cookie"));
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(
            &bytes[16..24],
            [1_200_u32.to_be_bytes(), 630_u32.to_be_bytes()].concat()
        );
        assert!(bytes.len() < 300_000, "{} bytes", bytes.len());
    }
}

#[tokio::test]
async fn a_picture_is_drawn_once_and_never_sent_twice_to_who_has_it() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let card = format!(
        "{}/card.png",
        a_product(&visitor, "kind=n8n-workflow").await
    );
    let began = Instant::now();
    let first = visitor.ask("GET", &card, &[]).await.unwrap();
    let drawing = began.elapsed();
    let etag = first.header("etag").to_owned();
    assert!(etag.len() > 20 && first.header("cache-control") == "public, max-age=3600");
    let began = Instant::now();
    for _ in 0..10 {
        let again = visitor.ask("GET", &card, &[]).await.unwrap();
        assert_eq!((again.status, again.header("etag")), (200, etag.as_str()));
    }
    assert!(
        began.elapsed() < drawing * 10,
        "ten more took as long as drawing ten times"
    );
    let known = visitor
        .ask("GET", &card, &[("if-none-match", &etag)])
        .await
        .unwrap();
    assert_eq!(
        (known.status, known.body.as_str(), known.header("etag")),
        (304, "", etag.as_str())
    );
}

#[tokio::test]
async fn a_picture_follows_what_it_shows() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let product = a_product(&visitor, "kind=n8n-workflow").await;
    let card = format!("{product}/card.png");
    let before = visitor.ask("GET", &card, &[]).await.unwrap();
    let db = server.database().await;
    for (change, status) in [
        ("update product set title = 'Another title'", 200),
        ("update product set state = 'suspended'", 404),
    ] {
        sqlx::raw_sql(change).execute(&db).await.unwrap();
        let after = visitor.ask("GET", &card, &[]).await.unwrap();
        assert_eq!(after.status, status, "{change}");
        assert_ne!(after.header("etag"), before.header("etag"), "{change}");
    }
    for nothing in [
        "/products/nobody/nothing/card.png",
        "/products/%00/%ff/card.png",
    ] {
        let answer = visitor.ask("GET", nothing, &[]).await.unwrap();
        assert!(
            matches!(answer.status, 400 | 404),
            "{nothing}: {}",
            answer.status
        );
    }
}
