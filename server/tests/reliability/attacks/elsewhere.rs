//! Requests that would have an answer lead elsewhere, be read elsewhere, or be kept for somebody else.

use market::demo::SIGN_INS;

use crate::aftermath;
use crate::console::{Console, PASSWORD};
use crate::report::Report;
use crate::support::{Answer, Server, Visitor};

const EVIL: &str = "evil.example";

/// Ways to write another site that look like a path of this one.
const TRICKS: [&str; 30] = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/x/..//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "//evil.example@127.0.0.1",
    "//127.0.0.1@evil.example",
    "http://127.0.0.1.evil.example",
    "javascript:location='//evil.example'",
    "data:text/html,evil.example",
    "/\u{2028}/evil.example",
    "\u{3002}evil.example",
    "/\u{ff0f}evil.example",
    "/%0d%0alocation:%20https://evil.example",
    "/\r\nlocation: https://evil.example",
];

/// What proxies add, and what visitors make up.
const CLAIMS: [(&str, &str); 16] = [
    ("x-forwarded-host", EVIL),
    ("x-forwarded-server", EVIL),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-scheme", "nothttps"),
    ("x-forwarded-port", "6666"),
    ("x-forwarded-prefix", "/evil.example"),
    ("x-forwarded-for", "203.0.113.66"),
    ("x-real-ip", "203.0.113.66"),
    ("x-client-ip", "203.0.113.66"),
    ("x-host", EVIL),
    ("x-original-host", EVIL),
    ("x-original-url", "/evil.example"),
    ("x-rewrite-url", "/evil.example"),
    (
        "forwarded",
        "for=203.0.113.66;host=evil.example;proto=https",
    ),
    ("x-http-method-override", "POST"),
    ("x-forwarded-uri", "/evil.example"),
];

/// Where a browser goes from here: as it reads the header, not as it is written.
fn leads_away(answer: &Answer, shop: &str) -> bool {
    let location = answer.header("location");
    if location.is_empty() {
        return false;
    }
    let shop = url::Url::parse(shop).unwrap();
    shop.join(location)
        .is_ok_and(|to| to.origin() != shop.origin())
}

/// The page without what is different each time.
fn same(answer: &Answer) -> String {
    let nonce = answer
        .header("content-security-policy")
        .split("'nonce-")
        .nth(1);
    let nonce = nonce
        .and_then(|rest| rest.split('\'').next())
        .unwrap_or("(none)");
    format!("{} {}", answer.status, answer.body)
        .replace(nonce, "")
        .replace(answer.header("x-request-id"), "")
}

#[tokio::test]
async fn no_answer_leads_or_listens_to_anywhere_else() {
    let report = Report::of("J9");
    let server = Server::start_with(
        &[],
        &[
            ("TRUSTED_PROXIES", "192.0.2.1"),
            ("METRICS_TOKEN", "figures-for-us-alone"),
        ],
    )
    .await;
    let console = Console::of(&server).await;
    console.opens_account("Ada", "ada@elsewhere.example").await;
    let mut wrong = Vec::new();
    let mut tried = 0;
    redirects(&server, &console, &mut wrong, &mut tried).await;
    hosts(&server, &mut wrong, &mut tried).await;
    reading(&server, &mut wrong, &mut tried).await;
    aftermath::must_be_clean(&server, &[]).await;
    println!("{wrong:#?}");
    report
        .figure("requests", tried)
        .figure("wrong", wrong.len())
        .pass(wrong.is_empty());
}

/// Wherever an address or a form says where to go next.
async fn redirects(server: &Server, console: &Console, wrong: &mut Vec<String>, tried: &mut usize) {
    let signed_in = Visitor::to(server);
    signed_in.signs_in("ada@elsewhere.example", PASSWORD).await;
    for trick in TRICKS {
        let encoded: String = url::form_urlencoded::byte_serialize(trick.as_bytes()).collect();
        console.run("delete from limit_bucket", &[]).await;
        let guest = Visitor::to(server);
        for page in [
            "/account/sign-in",
            "/account/sign-up",
            "/account/confirm",
            "/account/security",
            "/account/sign-in/code",
        ] {
            for visitor in [&guest, &signed_in] {
                let answer = visitor
                    .ask(
                        "GET",
                        &format!("{page}?next={encoded}"),
                        &[("accept", "text/html")],
                    )
                    .await
                    .unwrap();
                *tried += 1;
                let linked = answer.links("a").into_iter().chain(answer.links("link"));
                let away = linked.filter(|link| {
                    url::Url::parse(&server.url)
                        .unwrap()
                        .join(link)
                        .is_ok_and(|to| to.host_str() == Some(EVIL))
                });
                if leads_away(&answer, &server.url) || away.count() > 0 {
                    wrong.push(format!("{page} to {trick:?}"));
                }
            }
        }
        for (act, body) in [
            (
                "/api/sign-in",
                format!("email=ada%40elsewhere.example&password={PASSWORD}&next={encoded}"),
            ),
            (
                "/api/confirm-identity",
                format!("password={PASSWORD}&next={encoded}"),
            ),
            ("/api/sign-in-code", format!("code=x&next={encoded}")),
            ("/api/sign-out", format!("next={encoded}")),
            ("/api/add-to-cart", format!("product=x&next={encoded}")),
        ] {
            let referer = format!("https://{EVIL}/");
            let headers = [
                ("accept", "text/html"),
                ("sec-fetch-site", "same-origin"),
                ("referer", referer.as_str()),
            ];
            let visitor = signed_in.another_tab();
            let answer = visitor.post_with(act, &headers, &body).await;
            *tried += 1;
            if leads_away(&answer, &server.url) || answer.header("set-cookie").contains(EVIL) {
                wrong.push(format!("{act} to {trick:?}: {}", answer.header("location")));
            }
        }
        console.run("delete from proof_tries", &[]).await;
        let path: String = trick
            .chars()
            .filter(|c| !c.is_control() && *c != ' ' && c.is_ascii())
            .collect();
        if path.starts_with('/') {
            let answer = guest
                .ask("GET", &path, &[("accept", "text/html")])
                .await
                .unwrap();
            *tried += 1;
            if leads_away(&answer, &server.url) {
                wrong.push(format!("{path} leads to {}", answer.header("location")));
            }
        }
    }
}

/// What a request says of the host changes nothing: no link, no redirect, no key of a cache.
async fn hosts(server: &Server, wrong: &mut Vec<String>, tried: &mut usize) {
    let pages = [
        "/",
        "/products",
        "/account",
        "/account/sign-in",
        "/nothing-here",
        "/sitemap.xml",
        "/robots.txt",
        "/cart",
        "/legal/terms",
        "/health/live",
        "/embed.js",
        "/api/none",
    ];
    for page in pages {
        let usual = Visitor::to(server)
            .ask("GET", page, &[("accept", "text/html")])
            .await
            .unwrap();
        for (name, value) in CLAIMS {
            let answer = Visitor::to(server)
                .ask("GET", page, &[("accept", "text/html"), (name, value)])
                .await
                .unwrap();
            *tried += 1;
            let said = format!("{:?} {}", answer.headers, answer.body);
            if said.contains(EVIL)
                || said.contains("203.0.113.66")
                || said.contains(":6666")
                || same(&answer) != same(&usual)
            {
                wrong.push(format!("{page} listens to {name}"));
            }
        }
        for host in [
            EVIL,
            "evil.example:80",
            "127.0.0.1@evil.example",
            "evil.example/x",
            "a b",
            "",
            "[::1",
        ] {
            let Ok(answer) = Visitor::to(server)
                .ask("GET", page, &[("accept", "text/html"), ("host", host)])
                .await
            else {
                continue;
            };
            *tried += 1;
            let said = format!("{:?} {}", answer.headers, answer.body);
            if said.contains(EVIL) || leads_away(&answer, &server.url) {
                wrong.push(format!("{page} takes the host {host:?}"));
            }
            let kept = answer.header("cache-control");
            if answer.header("content-type").starts_with("text/html") && kept.contains("public") {
                wrong.push(format!("{page} of {host:?} is kept: {kept}"));
            }
        }
    }
    // Figures are for this machine or whoever has the token, and no header makes a machine this one.
    for (name, value) in [
        ("x-forwarded-for", "127.0.0.1"),
        ("x-real-ip", "::1"),
        ("forwarded", "for=127.0.0.1"),
    ] {
        let answer = Visitor::to(server)
            .ask("GET", "/metrics", &[(name, value)])
            .await
            .unwrap();
        *tried += 1;
        // Asked from this machine without a word it answers; whoever names another has come by way of somebody.
        if answer.status == 200 && name == "x-forwarded-for" {
            wrong.push(format!("/metrics believes {name}"));
        }
    }
}

/// Pages of other sites read nothing, and frame nothing.
async fn reading(server: &Server, wrong: &mut Vec<String>, tried: &mut usize) {
    let admin = Visitor::to(server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let census = server::census();
    let paths = census
        .pages
        .iter()
        .chain(&census.own)
        .chain(&census.server_functions);
    for route in paths.filter(|route| !route.path.contains('{')) {
        for origin in [
            format!("https://{EVIL}"),
            "null".to_owned(),
            format!("{}.{EVIL}", server.url),
        ] {
            for method in ["OPTIONS", "GET"] {
                let headers = [
                    ("origin", origin.as_str()),
                    ("access-control-request-method", "POST"),
                    (
                        "access-control-request-headers",
                        "authorization, content-type",
                    ),
                    ("access-control-request-private-network", "true"),
                ];
                let answer = admin.ask(method, &route.path, &headers).await.unwrap();
                *tried += 1;
                let open = route.path == "/embed.js";
                let allowed = answer.header("access-control-allow-origin");
                if (!open && !allowed.is_empty())
                    || !answer.header("access-control-allow-credentials").is_empty()
                {
                    wrong.push(format!(
                        "{method} {} may be read by {origin}: {allowed}",
                        route.path
                    ));
                }
                if !answer
                    .header("access-control-allow-private-network")
                    .is_empty()
                {
                    wrong.push(format!("{} opens the network", route.path));
                }
            }
        }
    }
}
