//! Every page answers, with the right status, complete and guarded.

use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use crate::purchase::a_product;
use crate::support::{Answer, Server, Visitor};

const PUBLIC: &[&str] = &[
    "/",
    "/products",
    "/products?kind=ai-agent&price=free&sort=new",
    "/categories",
    "/search",
    "/search?q=invoice",
    "/search?q=zzzzqqqq",
    "/cart",
    "/account/sign-in",
    "/account/sign-up",
    "/about",
    TOOL,
];

/// The one page with a bundle of its own.
const TOOL: &str = "/tools/workflow";

#[tokio::test]
async fn every_public_page_is_complete_html_with_one_heading() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let mut paths: Vec<String> = PUBLIC.iter().map(|path| (*path).to_owned()).collect();
    for kind in ["n8n-workflow", "ai-agent", "automation-asset"] {
        paths.push(a_product(&visitor, &format!("kind={kind}")).await);
    }
    paths.push(
        visitor
            .open("/categories")
            .await
            .links("main a[href^='/categories/']")
            .remove(0),
    );
    let product = visitor.open(paths.last().unwrap()).await;
    paths.extend(
        product
            .links("main a[href^='/vendors/']")
            .into_iter()
            .take(1),
    );
    for path in paths {
        let page = visitor.open(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("</body>"), "{path} is cut off");
        assert_eq!(
            page.body.matches("<h1").count(),
            1,
            "{path} has one first heading"
        );
        let head = page.body.split("</head>").next().unwrap_or_default();
        assert!(head.contains("<title>"), "{path} has no title in its head");
        assert!(
            !page.body.contains("style=\""),
            "{path} has a style attribute, which its policy forbids"
        );
        assert!(
            visitor.cookies().is_empty(),
            "{path}: looking around sets no cookie"
        );
    }
}

#[tokio::test]
async fn the_head_is_complete_every_time() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    for nth in 0..30 {
        let page = visitor
            .open(&format!("/products?page={}", nth % 3 + 1))
            .await;
        let head = page.body.split("</head>").next().unwrap_or_default();
        for part in ["<title>", "rel=\"canonical\"", "name=\"description\""] {
            assert!(head.contains(part), "{part} is missing in answer {nth}");
        }
    }
}

#[tokio::test]
async fn pages_carry_their_guards() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let (one, other) = (visitor.open("/").await, visitor.open("/").await);
    let policy = one.header("content-security-policy");
    for part in [
        "script-src 'nonce-",
        "'strict-dynamic'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "style-src 'self'",
    ] {
        assert!(policy.contains(part), "{part} is missing in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"));
    assert_ne!(
        policy,
        other.header("content-security-policy"),
        "each answer has a nonce of its own"
    );
    assert_eq!(one.header("x-content-type-options"), "nosniff");
    assert_eq!(one.header("referrer-policy"), "same-origin");
    for page in [
        "/nothing-here",
        "/api/nothing",
        "/health/live",
        "/pkg/nothing.js",
    ] {
        let answer = visitor.ask("GET", page, &[]).await.unwrap();
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{page}");
    }
}

#[tokio::test]
async fn what_the_server_itself_says_wears_the_pages_style_sheet() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let sheet = |body: &str| {
        let link = body
            .split("<link ")
            .find(|link| link.contains("rel=\"stylesheet\""));
        let link = link.and_then(|link| link.split("href=\"").nth(1));
        link.and_then(|href| href.split('"').next())
            .map(ToOwned::to_owned)
    };
    let worn = sheet(&visitor.open("/").await.body);
    assert!(worn.is_some());
    let html = ("accept", "text/html");
    let foreign = [html, ("sec-fetch-site", "cross-site")];
    let own = [html, ("sec-fetch-site", "same-origin")];
    for (method, path, headers, status) in [
        ("POST", "/api/sign-out", &foreign[..], 403),
        ("POST", "/about", &own[..], 405),
        ("GET", "/api/nothing", &own[..], 404),
        ("GET", "/dev/mail", &own[..], 200),
        ("GET", "/dev/mail/nothing", &own[..], 404),
    ] {
        let page = visitor.ask(method, path, headers).await.unwrap();
        assert_eq!(page.status, status, "{method} {path}");
        assert_eq!(sheet(&page.body), worn, "{method} {path}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("style-src 'self' 'sha256-"), "{policy}");
        assert!(
            policy.starts_with("default-src 'none'"),
            "{method} {path}: {policy}"
        );
        assert_eq!(page.body.matches("<h1").count(), 1, "{method} {path}");
    }
}

#[tokio::test]
async fn bad_addresses_and_values_get_a_page_that_says_so_never_a_500() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let long = "x".repeat(4000);
    let wrong = [
        ("/nothing-here".to_owned(), 404),
        ("/products/nobody/nothing".into(), 404),
        ("/vendors/nobody".into(), 404),
        ("/categories/no/such".into(), 404),
        ("/orders/AM-0000-0000".into(), 200),
        ("/downloads/made-up".into(), 0),
        ("/sandbox-bank/pi_unknown".into(), 404),
        (format!("/products/{long}/{long}"), 404),
        (format!("/search?q={long}"), 0),
        ("/products?page=0".into(), 0),
        ("/products?page=-1".into(), 0),
        ("/products?page=99999999999999".into(), 0),
        (
            "/products?kind=nonsense&price=%00&sort=%FF&rating=900".into(),
            0,
        ),
        ("/search?q=%22((title%3A".into(), 200),
        ("/products/%00/%ff".into(), 0),
        ("/%2e%2e/%2e%2e/etc/passwd".into(), 0),
        ("/pkg/../../Cargo.toml".into(), 0),
    ];
    for (path, expected) in wrong {
        let page = visitor.open(&path).await;
        let shown = &path[..path.len().min(60)];
        assert!(page.status < 500, "{shown}: {}", page.status);
        assert!(
            expected == 0 || page.status == expected,
            "{shown}: {} instead of {expected}",
            page.status
        );
        assert!(
            !page.body.contains("[workspace]") && !page.body.contains("root:"),
            "{shown}"
        );
    }
    for cookie in [
        "autopilot=garbage",
        "autopilot=%00%ff",
        "autopilot=AAAAAAAAAAAAAAAAAAAAAA",
        "=;;;=,",
        "autopilot=",
    ] {
        let page = visitor
            .ask("GET", "/cart", &[("cookie", cookie)])
            .await
            .unwrap();
        assert_eq!(page.status, 200, "{cookie}");
    }
}

#[tokio::test]
async fn private_pages_send_guests_to_the_sign_in_and_others_away() {
    let server = Server::start().await;
    let guest = Visitor::to(&server);
    for path in [
        "/account",
        "/account/confirm",
        "/account/devices",
        "/account/security",
        "/account/security/app",
        "/account/security/codes",
        "/account/security/passkey",
        "/library",
        "/orders",
        "/checkout",
        "/account/sign-in-methods",
        "/vendor",
        "/vendor/team",
        "/admin",
        "/admin/audit",
        "/admin/people",
        "/admin/retention",
        "/admin/roles",
    ] {
        let page = guest.open(path).await;
        assert!(
            page.path.starts_with("/account/sign-in?next="),
            "{path} led to {}",
            page.path
        );
    }
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    for (path, status) in [
        ("/account", 200),
        ("/account/confirm", 200),
        ("/account/devices", 200),
        ("/account/security", 200),
        ("/library", 200),
        ("/orders", 200),
        ("/account/sign-in-methods", 200),
        ("/vendor", 403),
        ("/vendor/team", 403),
        ("/admin", 403),
        ("/admin/people", 403),
        ("/admin/retention", 403),
        ("/admin/roles", 403),
    ] {
        let page = ada.open(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(
            page.header("cache-control").contains("no-store"),
            "{path}: {:?}",
            page.headers
        );
    }
}

#[tokio::test]
async fn the_demos_people_see_their_own_desks() {
    let server = Server::start().await;
    for sign_in in market::demo::SIGN_INS {
        let visitor = Visitor::to(&server);
        visitor.signs_in(sign_in.email, sign_in.password).await;
        let may = |role: &str| if sign_in.role == role { 200 } else { 403 };
        assert_eq!(
            visitor.open("/vendor").await.status,
            may("vendor"),
            "{}",
            sign_in.role
        );
        assert_eq!(
            visitor.open("/admin").await.status,
            may("admin"),
            "{}",
            sign_in.role
        );
        assert_eq!(visitor.open("/library").await.status, 200);
    }
}

#[tokio::test]
async fn no_page_but_a_workflows_and_the_tools_loads_wasm() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    for path in PUBLIC.iter().filter(|path| **path != TOOL) {
        assert!(!visitor.open(path).await.body.contains(".wasm"), "{path}");
    }
    let product = a_product(&visitor, "kind=n8n-workflow").await;
    let page = visitor.open(&product).await;
    assert!(page.body.contains(".wasm") && page.body.contains("wf-viewport"));
    let agent = a_product(&visitor, "kind=ai-agent").await;
    assert!(!visitor.open(&agent).await.body.contains(".wasm"));
}

/// What stands in the part of the page that says what a product needs: the classes of its badges and their words.
fn flags(page: &Answer) -> Vec<(String, String)> {
    let html = Html::parse_document(&page.body);
    let badges = Selector::parse("#needs .badge").unwrap();
    let badge = |badge: ElementRef<'_>| {
        let words: String = badge.text().collect();
        (badge.attr("class").unwrap().to_owned(), words)
    };
    html.select(&badges).map(badge).collect()
}

#[tokio::test]
async fn what_a_buyer_fears_is_flagged_by_its_risk_where_a_workflow_says_what_it_needs() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let can = |capabilities: serde_json::Value| async {
        let sql = "update version_preview set requirements = jsonb_set(requirements::jsonb, '{capabilities}', $1)";
        #[expect(
            clippy::disallowed_methods,
            reason = "tests of the server have no checked queries"
        )]
        let update = sqlx::query(sql).bind(capabilities);
        update.execute(&server.database().await).await.unwrap();
    };
    let product = a_product(&visitor, "kind=n8n-workflow").await;
    can(json!([
        "runs_commands",
        "runs_code",
        "sends_email",
        "uses_ai"
    ]))
    .await;
    let flag = |tone: &str, words: &str| (format!("badge badge--{tone}"), words.to_owned());
    let page = visitor.open(&product).await;
    let expected = [
        flag("warn", "Runs shell commands"),
        flag("info", "Runs code"),
        flag("neutral", "Sends data to an AI model"),
    ];
    assert_eq!(flags(&page), expected);
    assert!(page.text().contains("It can send e-mail"));
    can(json!(["sends_email"])).await;
    assert_eq!(flags(&visitor.open(&product).await), []);
}

#[tokio::test]
async fn what_is_searched_for_stays_in_the_title_it_is_put_into() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let page = visitor
        .open("/search?q=%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert_eq!(page.status, 200);
    let titles = page.words("head title");
    assert!(
        titles.len() == 1 && titles[0].contains("</title><script>alert(1)</script>"),
        "{titles:?}"
    );
    assert!(!page.body.contains("<script>alert"));
}
