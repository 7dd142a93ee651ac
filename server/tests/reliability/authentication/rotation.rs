//! A session's id changes with what the session may do, and the one before opens nothing any more, on no node.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use market::demo::SIGN_INS;

use crate::aftermath;
use crate::console::{Console, PASSWORD};
use crate::report::Report;
use crate::support::{Phone, Server, Visitor};

const EMAIL: &str = "ada@rotation.example";
const NEW_PASSWORD: &str = "another fine password";

/// How long a session may go on after it was ended.
pub const AT_ONCE: Duration = Duration::from_secs(1);

pub async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.open("/account").await.path == "/account"
}

/// How long it takes until this browser is nobody's on each of the nodes, if it comes to that.
pub async fn ended_after(visitor: &Visitor, nodes: &[&Server]) -> Option<Duration> {
    let began = Instant::now();
    for node in nodes {
        let there = visitor.at(node);
        while is_signed_in(&there).await {
            if began.elapsed() > 3 * AT_ONCE {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    Some(began.elapsed())
}

fn id(visitor: &Visitor) -> String {
    visitor.cookies().remove("autopilot").unwrap_or_default()
}

#[tokio::test]
async fn every_change_of_rights_brings_a_new_session_and_ends_the_one_before_on_every_node() {
    let report = Report::of("H1");
    let server = Server::start().await;
    let node = server.another_node().await;
    let nodes = [&server, &node];
    Console::of(&server).await.opens_account("Ada", EMAIL).await;
    let ada = Visitor::to(&server);
    let mut slowest = Duration::ZERO;
    let mut wrong = Vec::new();
    let mut ids = Vec::new();

    // Somebody has planted the session of a guest.
    let page = ada.open("/account/sign-in").await;
    ada.submit(&page.form("/api/sign-in").with("email", "none"))
        .await;
    let steps = [
        "signed in",
        "proved again",
        "second factor",
        "password",
        "signed out",
    ];
    let mut phone = None;
    for step in steps {
        let before = ada.another_tab();
        assert!(!id(&before).is_empty(), "{step}");
        match step {
            "signed in" => {
                ada.signs_in(EMAIL, PASSWORD).await;
            }
            "proved again" => {
                let form = ada
                    .open("/account/confirm")
                    .await
                    .form("/api/confirm-identity");
                ada.submit(&form.with("password", PASSWORD)).await;
            }
            "second factor" => {
                let security = ada.open("/account/security").await;
                let page = ada.submit(&security.form("/api/start-authenticator")).await;
                let told = Phone::told_by(&page);
                let form = page.form("/api/confirm-authenticator");
                ada.submit(&form.with("code", &told.last_code())).await;
                phone = Some(told);
            }
            "password" => {
                let form = ada
                    .open("/account/password")
                    .await
                    .form("/api/change-password");
                ada.submit(
                    &form
                        .with("current", PASSWORD)
                        .with("password", NEW_PASSWORD),
                )
                .await;
            }
            _ => {
                ada.submit(&ada.open("/account").await.form("/api/sign-out"))
                    .await;
            }
        }
        if id(&before) == id(&ada) {
            wrong.push(format!("{step}: the same id"));
        }
        match ended_after(&before, &nodes).await {
            Some(took) => slowest = slowest.max(took),
            None => wrong.push(format!("{step}: the old id still opens the account")),
        }
        if step != "signed out" {
            for there in nodes {
                if !is_signed_in(&ada.at(there)).await {
                    wrong.push(format!("{step}: the new id opens nothing"));
                }
            }
            ids.push(id(&ada));
        }
    }

    // The password is one step, the factor another; between them nobody is signed in.
    let later = Visitor::to(&server);
    let step = later.signs_in(EMAIL, NEW_PASSWORD).await;
    let half = later.another_tab();
    if is_signed_in(&half).await {
        wrong.push("half a sign-in opens the account".to_owned());
    }
    let code = phone.unwrap().code();
    later
        .submit(&step.form("/api/sign-in-code").with("code", &code))
        .await;
    if !is_signed_in(&later).await || is_signed_in(&half).await || id(&half) == id(&later) {
        wrong.push("the second step goes on under the id of the first".to_owned());
    }
    ids.push(id(&later));

    // Another role: everything before it is over.
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let form = admin.open("/admin/roles").await.form("/api/grant-role");
    admin
        .submit(&form.with("email", EMAIL).with("role", "support"))
        .await;
    match ended_after(&later, &nodes).await {
        Some(took) => slowest = slowest.max(took),
        None => wrong.push("a new role, and the session of the old one goes on".to_owned()),
    }

    let bits = ids
        .iter()
        .map(|id| 8 * URL_SAFE_NO_PAD.decode(id).unwrap_or_default().len());
    let bits = bits.min().unwrap_or_default();
    let mut different = ids.clone();
    different.sort();
    different.dedup();
    let secrets: Vec<&str> = ids
        .iter()
        .map(String::as_str)
        .chain([NEW_PASSWORD])
        .collect();
    aftermath::must_be_clean(&server, &secrets).await;
    println!("{wrong:#?}");
    report
        .figure("changes", steps.len() + 2)
        .figure("session_id_bits", bits)
        .figure("ended_after_ms", slowest.as_millis() as u64)
        .pass(
            wrong.is_empty() && bits >= 128 && slowest <= AT_ONCE && different.len() == ids.len(),
        );
}
