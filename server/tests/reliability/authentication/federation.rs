//! Coming back from another service with something that is not what it should be.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::Url;

use crate::aftermath;
use crate::console::Console;
use crate::report::Report;
use crate::support::{Answer, Server, Visitor, free_port};

/// What its tokens may be like, each of them nobody's.
const TOKENS: [&str; 23] = [
    "another issuer",
    "issuer with a path",
    "another audience",
    "audience among others",
    "no audience",
    "ended",
    "no end",
    "another nonce",
    "no nonce",
    "an empty nonce",
    "no subject",
    "alg none",
    "alg None",
    "no signature",
    "sealed with the public key",
    "another key",
    "an unknown kid",
    "a key of its own in the header",
    "a key from elsewhere",
    "changed afterwards",
    "email confirmed, as text",
    "no token",
    "token of nonsense",
];

/// A provider that means ill: see `hostile_provider.cjs`.
struct Hostile {
    url: String,
    process: Child,
}

impl Hostile {
    async fn start() -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let port = free_port();
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/reliability/authentication/hostile_provider.cjs"
        );
        let process = Command::new("node")
            .arg(script)
            .arg(port.to_string())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        // Ended with the test, whatever becomes of it.
        let hostile = Self {
            url: format!("http://127.0.0.1:{port}"),
            process,
        };
        for _ in 0..200 {
            if reqwest::get(format!("{}/asked", hostile.url)).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        hostile
    }

    async fn asked(&self) -> Value {
        let said = reqwest::get(format!("{}/asked", self.url)).await.unwrap();
        serde_json::from_str(&said.text().await.unwrap()).unwrap()
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// What the shop sends somebody along with.
async fn leaves(visitor: &Visitor) -> BTreeMap<String, String> {
    let page = visitor.open("/account/sign-in").await;
    let left = visitor
        .post(&page.form("/api/start-federated-sign-in"))
        .await;
    assert_eq!(left.status, 303, "{}", left.body);
    let address = Url::parse(left.header("location")).unwrap();
    address.query_pairs().into_owned().collect()
}

fn code(attack: &str, sent: &BTreeMap<String, String>) -> String {
    let worth =
        json!({ "attack": attack, "nonce": sent["nonce"], "challenge": sent["code_challenge"] });
    URL_SAFE_NO_PAD.encode(worth.to_string())
}

async fn comes_back(visitor: &Visitor, code: &str, state: &str) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", code)
        .append_pair("state", state)
        .finish();
    visitor
        .open(&format!("/account/sign-in/google/callback?{query}"))
        .await
}

#[tokio::test]
async fn a_service_that_means_ill_signs_nobody_in() {
    let report = Report::of("H7");
    let hostile = Hostile::start().await;
    let settings = [
        ("GOOGLE_CLIENT_ID", "shop-at-google"),
        ("GOOGLE_CLIENT_SECRET", "between-us"),
        ("GOOGLE_URL", hostile.url.as_str()),
    ];
    let server = Server::start_with(&[], &settings).await;
    let console = Console::of(&server).await;
    let linked = "select count(*)::text from federated_identity";
    let opened = "select count(*)::text from account";
    let before = (
        console.one(linked, &[]).await,
        console.one(opened, &[]).await,
    );
    let mut wrong = Vec::new();
    let mut attacks = 0;
    let mut refused = async |what: &str, visitor: &Visitor, answer: &Answer| {
        attacks += 1;
        let signed_in = visitor.open("/account").await.path == "/account";
        let said = (400..500).contains(&answer.status);
        (signed_in || !said).then(|| format!("{what}: {} {}", answer.status, answer.path))
    };

    let first = Visitor::to(&server);
    let sent = leaves(&first).await;
    let proof = sent["code_challenge_method"] == "S256" && sent["code_challenge"].len() == 43;
    let random = sent["state"].len() >= 22 && sent["nonce"].len() >= 22;
    let again = leaves(&first).await;
    let fresh = sent["state"] != again["state"]
        && sent["nonce"] != again["nonce"]
        && sent["code_challenge"] != again["code_challenge"];

    for attack in TOKENS {
        let visitor = Visitor::to(&server);
        let sent = leaves(&visitor).await;
        let answer = comes_back(&visitor, &code(attack, &sent), &sent["state"]).await;
        wrong.extend(refused(attack, &visitor, &answer).await);
    }

    // A state that is another visitor's, made up, missing, or was used.
    let (mine, theirs) = (Visitor::to(&server), Visitor::to(&server));
    let (sent, other) = (leaves(&mine).await, leaves(&theirs).await);
    let answer = comes_back(&mine, &code("none", &sent), &other["state"]).await;
    wrong.extend(refused("another visitor's state", &mine, &answer).await);
    for state in ["made-up", ""] {
        let answer = comes_back(&mine, &code("none", &sent), state).await;
        wrong.extend(refused("a made-up state", &mine, &answer).await);
    }
    let injected = comes_back(&theirs, &code("none", &sent), &other["state"]).await;
    wrong.extend(refused("another visitor's code", &theirs, &injected).await);

    // An account with this address is there, and this service does not vouch for it; and one is not.
    let visitor = Visitor::to(&server);
    let sent = leaves(&visitor).await;
    let answer = comes_back(
        &visitor,
        &code("email not confirmed", &sent),
        &sent["state"],
    )
    .await;
    wrong.extend(refused("an address nobody vouches for", &visitor, &answer).await);

    let after = (
        console.one(linked, &[]).await,
        console.one(opened, &[]).await,
    );
    if before != after {
        wrong.push(format!("{before:?} became {after:?}"));
    }

    // The check itself has to be able to fail: the same provider, telling the truth, gets in, and not twice by one code.
    let honest = Visitor::to(&server);
    let sent = leaves(&honest).await;
    let code = code("none", &sent);
    comes_back(&honest, &code, &sent["state"]).await;
    if honest.open("/account").await.path != "/account" {
        wrong.push("the truth is not believed either".to_owned());
    }
    let replayed = Visitor::to(&server);
    let answer = comes_back(&replayed, &code, &sent["state"]).await;
    wrong.extend(refused("a code and a state once more", &replayed, &answer).await);

    let asked = hostile.asked().await;
    aftermath::must_be_clean(&server, &["between-us", &sent["nonce"]]).await;
    println!("{wrong:#?} {asked}");
    report
        .figure("attacks", attacks)
        .figure("signed_in", wrong.len())
        .figure(
            "tokens_asked_for_without_proof_key",
            asked["withoutProof"].clone(),
        )
        .pass(wrong.is_empty() && proof && random && fresh && asked["withoutProof"] == 0);
}
