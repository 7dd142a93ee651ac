//! What an operator may get wrong.

use clap::{Args, Command, FromArgMatches};

use super::*;

fn settings(flags: &[&str]) -> Settings {
    let command = Settings::augment_args(Command::new("autopilot"));
    let flags = std::iter::once("autopilot").chain(flags.iter().copied());
    Settings::from_arg_matches(&command.get_matches_from(flags)).expect("settings")
}

fn problems(flags: &[&str]) -> Vec<&'static str> {
    let problems = read(&settings(flags)).err().unwrap_or_default();
    problems.iter().map(|problem| problem.setting).collect()
}

#[test]
fn nothing_needs_to_be_set_in_development() {
    assert_eq!(problems(&[]), [""; 0]);
}

#[test]
fn all_problems_are_reported_at_once() {
    let flags = [
        "--listen",
        "here",
        "--db-pool",
        "0",
        "--public-url",
        "shop",
        "--secret-key",
        "abc",
        "--trusted-proxies",
        "10.0.0.0/8, the proxy",
        "--api-origins",
        "https://app.example/page",
        "--mail-from",
        "nobody",
        "--s3-endpoint",
        "http://s3",
    ];
    assert_eq!(
        problems(&flags),
        [
            "LISTEN",
            "PUBLIC_URL",
            "TRUSTED_PROXIES",
            "API_ORIGINS",
            "DB_POOL",
            "S3_ENDPOINT",
            "SECRET_KEY",
            "MAIL_FROM"
        ]
    );
}

#[test]
fn production_wants_a_key_an_address_and_a_word_about_payments() {
    assert_eq!(
        problems(&["--mode", "production"]),
        ["PUBLIC_URL", "SECRET_KEY", "ALLOW_SANDBOX_PAYMENTS"]
    );
}

#[test]
fn production_refuses_an_unencrypted_address_unless_it_is_this_machine() {
    let key = "ab".repeat(32);
    let with = |url| {
        problems(&[
            "--mode",
            "production",
            "--secret-key",
            &key,
            "--allow-sandbox-payments",
            "true",
            "--public-url",
            url,
        ])
    };
    assert_eq!(with("http://shop.example"), ["PUBLIC_URL"]);
    assert_eq!(with("http://127.0.0.1:3000"), [""; 0]);
    assert_eq!(with("https://shop.example"), [""; 0]);
}

#[test]
fn a_variable_set_to_nothing_is_not_set() {
    let settings = Settings {
        redis_url: Some(" ".into()),
        ..settings(&[])
    };
    assert!(read(&settings).is_ok_and(|config| config.redis_url.is_none()));
}

#[test]
fn a_service_to_sign_in_through_needs_both_halves_and_in_production_https() {
    assert_eq!(
        problems(&["--google-client-id", "shop"]),
        ["GOOGLE_CLIENT_SECRET"]
    );
    assert_eq!(
        problems(&["--github-client-secret", "secret"]),
        ["GITHUB_CLIENT_ID"]
    );
    let both = ["--google-client-id", "shop", "--google-client-secret", "s"];
    assert_eq!(problems(&both), [""; 0]);
    let plain = ["--google-url", "http://id.example"];
    assert_eq!(problems(&[&both[..], &plain].concat()), [""; 0]);
    let production = [&both[..], &plain, &["--mode", "production"]].concat();
    assert!(problems(&production).contains(&"GOOGLE_URL"));
    assert!(read(&settings(&[])).expect("config").identities.is_empty());
}
