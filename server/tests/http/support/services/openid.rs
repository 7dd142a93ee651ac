//! An OpenID provider with people of its own, and what they do there.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::process::Command;

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::Value;
use url::Url;

use super::process::Process;

pub struct OpenIdProvider {
    process: Process,
}

impl OpenIdProvider {
    /// `people` has the claims of each by name: see `openid_provider.cjs`.
    pub async fn start(people: &Value) -> Self {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let people = people.to_string();
        let process = Process::start("oidc_provider", |port| {
            let mut command = Command::new("node");
            command
                .arg(format!(
                    "{root}/server/tests/http/support/services/openid_provider.cjs"
                ))
                .arg(port.to_string())
                .arg(people)
                .arg(format!("{root}/.tools/node_modules"));
            command
        });
        Self {
            process: process.await,
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.process.port)
    }

    /// What a shop that offers all three services through it is started with.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![("GITHUB_API_URL", self.url())];
        for (name, id, secret, url) in [
            (
                "google",
                "GOOGLE_CLIENT_ID",
                "GOOGLE_CLIENT_SECRET",
                "GOOGLE_URL",
            ),
            (
                "github",
                "GITHUB_CLIENT_ID",
                "GITHUB_CLIENT_SECRET",
                "GITHUB_URL",
            ),
            (
                "microsoft",
                "MICROSOFT_CLIENT_ID",
                "MICROSOFT_CLIENT_SECRET",
                "MICROSOFT_URL",
            ),
        ] {
            settings.push((id, format!("shop-at-{name}")));
            settings.push((secret, "between-us".to_owned()));
            settings.push((url, self.url()));
        }
        settings
    }

    /// Goes where the shop sent them, decides as this person, and returns the path of the shop they are sent back to.
    pub async fn decides(&self, person: &str, address: &str) -> String {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        let mut cookies = BTreeMap::new();
        let mut next = Url::parse(address).unwrap();
        next.query_pairs_mut().append_pair("login_hint", person);
        for _ in 0..8 {
            assert!(next.as_str().starts_with(&self.url()), "{next}");
            let sent: Vec<String> = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let request = client.get(next.clone()).header("cookie", sent.join("; "));
            let answer = request.send().await.unwrap();
            for set in answer.headers().get_all("set-cookie") {
                let pair = set.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(location) = answer.headers().get("location") else {
                panic!("{}: {}", answer.status(), answer.text().await.unwrap());
            };
            next = next.join(location.to_str().unwrap()).unwrap();
            if next.path().starts_with("/account/sign-in/") {
                return next[url::Position::BeforePath..].to_owned();
            }
        }
        panic!("the provider goes round in circles at {next}");
    }
}

impl Deref for OpenIdProvider {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

impl DerefMut for OpenIdProvider {
    fn deref_mut(&mut self) -> &mut Process {
        &mut self.process
    }
}
