//! Requests that somebody else's page makes a visitor's browser send.

use server::{Admission, OWN};

use crate::aftermath;
use crate::console::{Console, PASSWORD};
use crate::report::Report;
use crate::support::{Server, Visitor};

/// How such a request can say where it comes from.
fn origins(own: &str) -> Vec<Vec<(&'static str, String)>> {
    let host = own.trim_start_matches("http://").to_owned();
    let says = |pairs: &[(&'static str, &str)]| {
        pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    vec![
        says(&[]),
        says(&[("origin", "https://evil.example")]),
        says(&[("origin", "null")]),
        says(&[("origin", "")]),
        says(&[("origin", "file://")]),
        says(&[("origin", &format!("{own}.evil.example"))]),
        says(&[("origin", &format!("https://evil.example?{own}"))]),
        says(&[("origin", &own.replace("http://", "http://evil."))]),
        says(&[("origin", &own.replace("127.0.0.1", "localhost"))]),
        says(&[("origin", &format!("{}0", own))]),
        says(&[("referer", &format!("{own}/account"))]),
        says(&[("sec-fetch-site", "cross-site")]),
        says(&[("sec-fetch-site", "cross-site"), ("origin", own)]),
        says(&[("sec-fetch-site", "same-site")]),
        says(&[("sec-fetch-site", "same-site"), ("origin", own)]),
        says(&[("sec-fetch-site", "SAME-ORIGIN")]),
        says(&[("sec-fetch-site", "")]),
        says(&[("sec-fetch-site", "same-origin, cross-site")]),
        says(&[("x-requested-with", "XMLHttpRequest")]),
        says(&[
            ("origin", "https://evil.example"),
            ("x-forwarded-host", "evil.example"),
        ]),
        says(&[("origin", "https://evil.example"), ("x-csrf-token", "1")]),
        says(&[("origin", "https://evil.example"), ("host-override", &host)]),
        says(&[("x-http-method-override", "POST")]),
        says(&[
            ("x-method-override", "DELETE"),
            ("origin", "https://evil.example"),
        ]),
    ]
}

/// What browsers send without asking first, and what looks like it.
const KINDS: [&str; 7] = [
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json",
    "application/x-www-form-urlencoded; charset=utf-16",
    "text/plain; application/json",
    "",
];

/// Everything an account or the shop could lose.
const WORTH: &str = "select concat_ws('|',
    (select string_agg(concat_ws(' ', id, email, name, bio, role, password_hash, session_version), ';' order by id) from account),
    (select count(*) from address), (select count(*) from api_key), (select count(*) from cart_line), (select count(*) from order_group),
    (select count(*) from session where account_id is not null), (select count(*) from vendor_member), (select count(*) from team_invitation),
    (select count(*) from authenticator), (select count(*) from passkey), (select count(*) from account_link))";

#[tokio::test]
async fn nothing_is_done_for_a_page_of_somebody_else() {
    let report = Report::of("J8");
    let server = Server::start().await;
    let console = Console::of(&server).await;
    console.opens_account("Ada", "ada@forging.example").await;
    let ada = Visitor::to(&server);
    ada.signs_in("ada@forging.example", PASSWORD).await;
    assert_eq!(ada.open("/account").await.path, "/account");
    let before = console.one(WORTH, &[]).await;
    let (mut tried, mut wrong) = (0, Vec::new());
    let acts = server::census().server_functions;
    for act in &acts {
        for origin in origins(&server.url) {
            for kind in KINDS {
                let headers: Vec<_> = origin
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .chain([("content-type", kind)])
                    .collect();
                let answer = ada
                    .post_with(
                        &act.path,
                        &headers,
                        "name=x&email=x%40evil.example&password=x&next=",
                    )
                    .await;
                tried += 1;
                if answer.status != 403 || !answer.set_cookies.is_empty() {
                    wrong.push(format!("{} {origin:?} {kind}: {}", act.path, answer.status));
                }
            }
        }
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH"] {
            let headers = [
                ("origin", "https://evil.example"),
                ("x-http-method-override", "POST"),
            ];
            let link = format!("{}?name=x&email=x%40evil.example&_method=POST", act.path);
            let answer = ada.ask(method, &link, &headers).await.unwrap();
            tried += 1;
            if !matches!(answer.status, 403 | 405) {
                wrong.push(format!("{method} {}: {}", act.path, answer.status));
            }
        }
    }
    // Whoever signs or shows a key is asked for that instead; cookies count for nothing there.
    let mut exempt = 0;
    for (method, path, admission) in OWN.iter().filter(|(method, ..)| *method == "POST") {
        exempt += 1;
        let path = path.replace("{provider}", "sandbox");
        let answer = ada
            .post_with(&path, &[("origin", "https://evil.example")], "{}")
            .await;
        tried += 1;
        let declared = matches!(
            admission,
            Admission::Signed
                | Admission::Sealed
                | Admission::AnyKey
                | Admission::Key(_)
                | Admission::Refresh
        );
        if !declared || !(400..500).contains(&answer.status) {
            wrong.push(format!("{method} {path}: {}", answer.status));
        }
    }
    let unchanged = console.one(WORTH, &[]).await == before;
    aftermath::must_be_clean(&server, &[]).await;
    println!("{:#?}", &wrong[..wrong.len().min(30)]);
    report
        .figure("acts", acts.len())
        .figure("requests", tried)
        .figure("exempt_by_declaration", exempt)
        .figure("done", wrong.len())
        .pass(wrong.is_empty() && unchanged && ada.open("/account").await.path == "/account");
}
