//! Workflows on other people's sites: who may frame what, and for how long.

use crate::purchase::a_product;
use crate::support::{Answer, Server, Visitor};

/// The addresses in the lines a product's page gives away: of the version on sale, and of this one for good.
async fn embeds(server: &Server, visitor: &Visitor, product: &str) -> Vec<String> {
    let page = visitor.open(product).await;
    let text = page.text();
    let addresses = text
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let own = addresses.filter_map(|address| address.strip_prefix(&server.url));
    own.filter(|path| path.starts_with("/embed/"))
        .map(str::to_owned)
        .collect()
}

async fn ask(visitor: &Visitor, path: &str) -> Answer {
    let elsewhere = [
        ("accept", "text/html"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-dest", "iframe"),
    ];
    visitor.ask("GET", path, &elsewhere).await.unwrap()
}

fn may_be_framed(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("script"), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "");
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    assert_eq!(answer.header("set-cookie"), "");
    assert!(!answer.body.contains("<script") && !answer.body.contains("<form"));
}

#[tokio::test]
async fn any_site_may_frame_a_workflow_whose_address_it_was_given() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let product = a_product(&visitor, "kind=n8n-workflow&price=one-time").await;
    let embeds = embeds(&server, &visitor, &product).await;
    assert_eq!(
        embeds.len(),
        2,
        "the version on sale, and this one for good"
    );
    for embed in embeds {
        let frame = ask(&visitor, &embed).await;
        assert_eq!(frame.status, 200, "{embed}");
        may_be_framed(&frame);
        assert!(frame.body.contains("wf-viewport"));
        assert!(frame.body.contains(&format!(
            "href=\"{}{product}\" target=\"_blank\"",
            server.url
        )));
        assert_eq!(frame.header("cache-control"), "public, max-age=300");
        let dark = ask(&visitor, &format!("{embed}?theme=dark")).await;
        assert!(dark.body.contains("data-theme=\"dark\""));
        let odd = ask(&visitor, &format!("{embed}?theme=%22onload%3D")).await;
        assert!(odd.status == 200 && !odd.body.contains("onload"));
    }
    assert!(visitor.cookies().is_empty());
}

#[tokio::test]
async fn no_other_page_may_be_framed() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let product = a_product(&visitor, "kind=n8n-workflow&price=free").await;
    let card = format!("{product}/card.png");
    for path in [
        "/",
        &product,
        &card,
        "/cart",
        "/embed.js",
        "/embed",
        "/nothing-here",
        "/health",
    ] {
        let answer = ask(&visitor, path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    }
}

#[tokio::test]
async fn who_is_signed_in_is_nobody_in_a_frame() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let product = a_product(&ada, "kind=n8n-workflow&price=free").await;
    let embed = embeds(&server, &ada, &product).await.remove(0);
    let (known, guest) = (
        ask(&ada, &embed).await,
        ask(&Visitor::to(&server), &embed).await,
    );
    assert_eq!(known.body, guest.body);
    assert_eq!(known.header("cache-control"), "public, max-age=300");
    may_be_framed(&known);
}

#[tokio::test]
async fn a_made_up_address_is_404_and_a_workflow_off_sale_410_both_said_calmly_in_the_frame() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let product = a_product(&visitor, "kind=n8n-workflow&price=one-time").await;
    let embed = embeds(&server, &visitor, &product).await.remove(0);
    let other = if embed.ends_with('A') { "B" } else { "A" };
    for wrong in [
        format!("{}{other}", &embed[..embed.len() - 1]),
        "/embed/made-up".to_owned(),
        "/embed/%00%ff".to_owned(),
        format!("/embed/{}", "x".repeat(4_000)),
    ] {
        let frame = ask(&visitor, &wrong).await;
        let shown = &wrong[..wrong.len().min(60)];
        assert!(
            matches!(frame.status, 400 | 404),
            "{shown}: {}",
            frame.status
        );
        assert_eq!(frame.header("set-cookie"), "");
        if frame.status == 404 {
            may_be_framed(&frame);
            assert!(
                frame
                    .text()
                    .contains("There is no workflow at this address"),
                "{shown}"
            );
        }
    }
    let slug = product.rsplit('/').next().unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "tests of the server have no checked queries"
    )]
    let suspend = sqlx::query("update product set state = 'suspended' where slug = $1").bind(slug);
    suspend.execute(&server.database().await).await.unwrap();
    let gone = ask(&visitor, &embed).await;
    assert_eq!(gone.status, 410);
    may_be_framed(&gone);
    assert!(gone.text().contains("no longer available") && !gone.body.contains("wf-viewport"));
    assert_eq!(gone.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_script_and_the_style_sheet_can_be_loaded_from_anywhere() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let script = visitor
        .ask(
            "GET",
            "/embed.js",
            &[("origin", "https://elsewhere.example")],
        )
        .await
        .unwrap();
    assert_eq!(script.status, 200);
    for (name, value) in [
        ("content-type", "text/javascript; charset=utf-8"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "public, max-age=3600"),
        ("set-cookie", ""),
    ] {
        assert_eq!(script.header(name), value, "{name}");
    }
    assert!(script.body.contains("customElements.define"));
    let posted = visitor
        .post_with("/embed.js", &[("sec-fetch-site", "same-origin")], "")
        .await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn what_carries_no_workflow_offers_nothing_to_embed() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let agent = a_product(&visitor, "kind=ai-agent").await;
    assert!(
        !visitor
            .open(&agent)
            .await
            .body
            .contains("autopilot-workflow")
    );
}
