//! Everything people wrote, looked at: first as it was sent, then in a browser, with and without the policy that would stop what is in it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::cleanliness::faults;
use super::corpus::{Payload, sample};
use super::mailbox;
use super::planting::{plant, plant_passkeys};
use crate::aftermath;
use crate::console::{Console, PASSWORD};
use crate::report::{Report, quick};
use crate::support::{Answer, Server, Visitor};

/// Addresses that say something about themselves, each with a place for a text.
const ECHOES: [&str; 12] = [
    "/search?q={}",
    "/products?kind={}&price={}&sort={}&rating={}",
    "/account/sign-in?next={}",
    "/account/sign-up?next={}",
    "/account/reset/new?token={}",
    "/account/sign-in/google/callback?error={}&error_description={}&state={}",
    "/vendors/{}",
    "/categories/{}",
    "/nothing/{}",
    "/embed/{}?theme={}",
    "/downloads/{}",
    "/api/{}",
];

#[tokio::test]
async fn nothing_that_somebody_wrote_runs_loads_or_leads_astray() {
    let report = Report::of("G1");
    // The graph's panel is made by scripts, and they have to be there to be deceived.
    let scripts = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site/pkg");
    assert!(Path::new(scripts).exists(), "scripts/build-site first");
    let payloads = sample(if quick() { 2 } else { 66 });
    let server = Server::start().await;
    let planted = plant(&server, &payloads).await;
    let victim = Visitor::to(&server);
    victim.signs_in(&planted.victim.email, PASSWORD).await;
    assert_eq!(victim.open("/account").await.path, "/account");
    plant_passkeys(&server, &planted.victim, &payloads).await;

    let mut dirty = Vec::new();
    let guest = Visitor::to(&server);
    for path in &planted.open {
        dirty.extend(wrong(&guest.open(path).await));
    }
    for path in &planted.owned {
        dirty.extend(wrong(&victim.open(path).await));
    }
    let said_back = says_back(&server, &victim, &payloads).await;
    let echoes = said_back.len();
    dirty.extend(said_back.iter().flat_map(wrong));
    let mails = mailbox::arrived(&server, planted.mails).await;
    for mail in &mails {
        dirty.extend(
            faults(mail, "")
                .into_iter()
                .map(|what| format!("a mail: {what}")),
        );
    }

    dirty.extend(
        mailbox::strange_headers(&server)
            .into_iter()
            .map(|line| format!("a mail's head: {line}")),
    );

    let seen = look(
        &server,
        &victim,
        &planted.open,
        &planted.owned,
        &mails,
        &payloads,
    )
    .await;
    let count = |name: &str| seen[name].as_u64().unwrap();
    dirty.extend(
        seen["found"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string),
    );
    println!("{:#?}", &dirty[..dirty.len().min(40)]);
    aftermath::must_be_clean(&server, &[]).await;
    report
        .figure("payloads", payloads.len())
        .figure("pages", planted.open.len() + planted.owned.len() + echoes)
        .figure("mails", mails.len())
        .figure("pages_in_browser", count("pages"))
        .figure("dialogs", count("dialogs"))
        .figure("policy_violations", count("violations"))
        .figure("foreign_requests", count("foreign"))
        .figure("faults", dirty.len())
        .pass(
            dirty.is_empty()
                && count("dialogs") + count("violations") + count("foreign") == 0
                && count("pages") > 0,
        );
}

fn wrong(answer: &Answer) -> Vec<String> {
    if !answer.header("content-type").contains("html")
        && !answer.header("content-type").contains("svg")
    {
        return Vec::new();
    }
    let faults = faults(&answer.body, answer.header("content-security-policy"));
    faults
        .into_iter()
        .map(|what| format!("{} ({}): {what}", answer.path, answer.status))
        .collect()
}

/// What comes back of an address, and of forms that are refused.
async fn says_back(server: &Server, victim: &Visitor, payloads: &[Payload]) -> Vec<Answer> {
    let console = Console::of(server).await;
    let mut answers = Vec::new();
    for payload in payloads {
        let text = &payload.text;
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        // Searches have an end for each network, and so have tries to sign in.
        console.run("delete from limit_bucket", &[]).await;
        let guest = Visitor::to(server);
        for echo in ECHOES {
            let path = echo.replace("{}", &encoded.replace('+', "%20"));
            answers.push(
                guest
                    .ask("GET", &path, &[("accept", "text/html")])
                    .await
                    .unwrap(),
            );
        }
        for (page, act, fields) in [
            (
                "/account/sign-in",
                "/api/sign-in",
                &["email", "password", "next"][..],
            ),
            (
                "/account/sign-up",
                "/api/sign-up",
                &["name", "email", "next"],
            ),
            ("/account/reset", "/api/ask-reset", &["email"]),
        ] {
            answers.push(refused(&guest, page, act, fields, text).await);
        }
        for (page, act, fields) in [
            (
                "/account/profile",
                "/api/save-profile",
                &["bio", "locale", "time_zone"][..],
            ),
            (
                "/account/addresses/new",
                "/api/add-address",
                &[
                    "company",
                    "line1",
                    "line2",
                    "postal_code",
                    "city",
                    "region",
                    "country",
                ],
            ),
            ("/account/email", "/api/ask-email-change", &["email"]),
            ("/vendor/team", "/api/invite-member", &["email"]),
            ("/admin/roles", "/api/grant-role", &["email"]),
        ] {
            answers.push(refused(victim, page, act, fields, text).await);
        }
        let audit = format!(
            "/admin/audit?object={encoded}&account={encoded}&since={encoded}&act={encoded}"
        );
        answers.push(
            victim
                .ask("GET", &audit, &[("accept", "text/html")])
                .await
                .unwrap(),
        );
    }
    answers
}

async fn refused(visitor: &Visitor, page: &str, act: &str, fields: &[&str], text: &str) -> Answer {
    let mut form = visitor.open(page).await.form(act);
    for field in fields {
        form = form.with(field, text);
    }
    visitor.submit(&form).await
}

/// The same pages in Chromium.
async fn look(
    server: &Server,
    victim: &Visitor,
    open: &[String],
    owned: &[String],
    mails: &[String],
    payloads: &[Payload],
) -> Value {
    let search = payloads.iter().map(|payload| {
        let query: String = url::form_urlencoded::byte_serialize(payload.text.as_bytes()).collect();
        format!("/search?q={query}")
    });
    // A drawing by itself is a file to keep: no browser shows it.
    let shown = open.iter().filter(|path| !path.ends_with(".svg")).cloned();
    // Without the policy it is enough to look where everything comes together.
    let together = |path: &&String| path.ends_with("/thing") || path.starts_with("/embed/");
    let lists = |path: &&String| !path.starts_with("/account/addresses/");
    let task = json!({
        "shop": server.url,
        "cookies": victim.cookies(),
        "open": shown.chain(search).collect::<Vec<_>>(),
        "owned": owned,
        "bare": open.iter().filter(together).collect::<Vec<_>>(),
        "bareOwned": owned.iter().filter(lists).collect::<Vec<_>>(),
        "mails": mails,
    });
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let looking = tokio::task::spawn_blocking(move || {
        let mut child = Command::new("node")
            .arg(format!("{root}/end2end/hostile_content/look.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(task.to_string().as_bytes()).unwrap();
        drop(input);
        child.wait_with_output().unwrap()
    });
    let looked = looking.await.unwrap();
    assert!(looked.status.success(), "scripts/setup end2end chromium");
    serde_json::from_slice(&looked.stdout).unwrap()
}
