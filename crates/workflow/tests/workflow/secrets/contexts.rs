//! Secrets that are known by their place.

use serde_json::{Value, json};
use workflow::secrets::{Finding, Level, scan};

use super::{code, found_in, made, rules_of, set};
use crate::support::{document, node, read};

/// The rules these tests are for.
pub const CONTEXTS: &[&str] = &[
    "authorization-header",
    "basic-auth",
    "cookie-header",
    "secret-header",
    "secret-query-parameter",
    "url-password",
    "database-url",
    "secret-parameter",
    "inline-credential",
    "hard-coded-password",
    "generic-api-key",
    "email-address",
    "client-address",
    "n8n-instance-address",
];

fn header(name: &str, value: &str) -> Vec<Finding> {
    found_in(
        "httpRequest",
        json!({ "url": "https://api.acme-tools.io", "headerParameters": { "parameters": [{ "name": name, "value": value }] } }),
    )
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0))
        });
        for digit in 0..4 {
            let shown = digit <= chunk.len();
            out.push(if shown {
                char::from(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize])
            } else {
                '='
            });
        }
    }
    out
}

/// The twenty shapes in which real workflows were seen to hold a secret.
#[test]
fn the_twenty_shapes_of_real_leaks_are_found() {
    let bearer = |form: &str| format!("Bearer {}", made(form));
    let url = |tail: &str, form: &str| {
        found_in(
            "httpRequest",
            json!({ "url": format!("https://api.acme-tools.io/v1?q=1&{tail}={}", made(form)) }),
        )
    };
    let pinned = |headers: Value| {
        let mut value = document(&[node("Hook", "webhook", 2.0, [0.0, 0.0], json!({}))], &[]);
        value["pinData"] =
            json!({ "Hook": [{ "headers": headers, "params": {}, "query": {}, "body": {} }] });
        scan(&read(&value).workflow)
    };
    let inline = |credential: Value| {
        let mut call = node("Call", "httpRequest", 4.2, [0.0, 0.0], json!({}));
        call["credentials"] = json!({ "httpBasicAuth": credential });
        scan(&read(&document(&[call], &[])).workflow)
    };
    let json_headers =
        json!({ "X-Auth-Token": made("{h40}"), "Accept": "application/json" }).to_string();
    let key = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        made("{A64}\n{A64}\n{A64}")
    );
    let shapes: Vec<(u8, &str, Vec<Finding>)> = vec![
        (1, "secret-header", header("X-API-KEY", &made("{h64}"))),
        (2, "secret-header", header("x-apikey", &made("{h64}"))),
        (
            3,
            "perplexity-api-key",
            header("Authorization", &bearer("pplx-{A48}")),
        ),
        (
            4,
            "apify-api-token",
            header("Authorization", &bearer("apify_api_{A36}")),
        ),
        (
            5,
            "authorization-header",
            header("Authorization", &bearer("{A170}/+")),
        ),
        (
            6,
            "basic-auth",
            header(
                "Authorization",
                &format!("Basic {}", base64(&made("api:{A40}"))),
            ),
        ),
        (
            7,
            "secret-header",
            found_in("httpRequest", json!({ "jsonHeaders": json_headers })),
        ),
        (
            8,
            "cookie-header",
            header("Cookie", &made("theme=dark; sid={A107}")),
        ),
        (9, "gcp-api-key", url("key", "AIza{w35}")),
        (10, "secret-query-parameter", url("access_token", "{h64}")),
        (11, "secret-query-parameter", url("apikey", "{h32}")),
        (11, "generic-api-key", url("appid", "{h32}")),
        (12, "generic-api-key", set("CLIENT_SECRET", &made("{A50}"))),
        (13, "generic-api-key", set("app_secret", &made("{h32}"))),
        (
            14,
            "generic-api-key",
            code(&format!(
                "const apiKey = \"{}\";\nreturn items;",
                made("{A38}")
            )),
        ),
        (
            15,
            "discord-webhook-url",
            found_in(
                "discord",
                json!({ "webhookUri": made("https://discord.com/api/webhooks/{d19}/{w68}") }),
            ),
        ),
        (
            16,
            "private-key",
            found_in("crypto", json!({ "action": "sign", "privateKey": key })),
        ),
        (
            17,
            "secret-parameter",
            found_in(
                "crypto",
                json!({ "action": "hmac", "secret": made("{h64}") }),
            ),
        ),
        (
            18,
            "authorization-header",
            pinned(json!({ "authorization": bearer("{A40}") })),
        ),
        (
            18,
            "cookie-header",
            pinned(json!({ "cookie": made("session=eyJ{A40}.eyJ{A90}.{w43}; a=b") })),
        ),
        (
            18,
            "secret-header",
            pinned(json!({ "postman-token": made("{h8}-{h4}-4{h3}-{h4}-{h12}") })),
        ),
        (
            19,
            "stripe-client-secret",
            set("client_secret", &made("pi_3{A23}_secret_{A25}")),
        ),
        (
            19,
            "secret-query-parameter",
            set("link", &made("https://us02web.zoom.us/j/{d11}?pwd={A32}")),
        ),
        (
            20,
            "inline-credential",
            inline(json!({ "user": "alice", "password": "correct-horse-battery" })),
        ),
        (
            20,
            "telegram-bot-api-token",
            found_in(
                "httpRequest",
                json!({ "url": made("https://api.telegram.org/bot{d10}:AA{w33}/getMe") }),
            ),
        ),
        (
            20,
            "database-url",
            found_in(
                "code",
                json!({ "jsCode": made("connect('postgres://shop:{A12}@db.acme-tools.io/shop')") }),
            ),
        ),
        (
            20,
            "secret-query-parameter",
            found_in(
                "httpRequest",
                json!({ "body": made("grant=x&client_secret={A40}&a=1") }),
            ),
        ),
        (
            20,
            "generic-api-key",
            found_in("pushover", json!({ "userKey": made("u{l29}") })),
        ),
        (
            20,
            "secret-parameter",
            found_in("gSuiteAdmin", json!({ "password": "Blue-Kite-81" })),
        ),
    ];
    for (number, rule, found) in shapes {
        assert!(
            rules_of(&found).contains(&rule),
            "shape {number}: {rule} not in {:?}",
            rules_of(&found)
        );
        assert_eq!(found.len(), 1, "shape {number}: {:?}", rules_of(&found));
    }
}

#[test]
fn a_finding_tells_where_but_never_what() {
    let secret = made("ghp_{A36}");
    let found = header("Authorization", &format!("token {secret}")).remove(0);
    assert_eq!(found.level, Level::Block);
    assert_eq!(found.node.as_deref(), Some("N"));
    assert_eq!(
        found.path,
        "nodes[0].parameters.headerParameters.parameters[0].value"
    );
    assert_eq!((found.starts.as_str(), found.length), ("ghp_", 40));
    assert!(
        !serde_json::to_string(&found)
            .unwrap()
            .contains(&secret[5..])
    );
    let short = found_in("gSuiteAdmin", json!({ "password": "Ab3$x9" })).remove(0);
    assert_eq!(
        (short.starts.as_str(), short.length),
        ("Ab", 6),
        "of a short one less is told"
    );
}

#[test]
fn a_secret_in_a_key_or_a_name_is_found_and_its_path_does_not_show_it() {
    let secret = made("ghp_{A36}");
    let mut value = document(
        &[node(
            &format!("Use {secret}"),
            "noOp",
            1.0,
            [0.0, 0.0],
            json!({ "a": 1 }),
        )],
        &[],
    );
    value["pinData"] = json!({ secret.clone(): [] });
    value["settings"] = json!({ "note": { secret.clone(): "x" } });
    let found = scan(&read(&value).workflow);
    assert_eq!(rules_of(&found), ["github-pat"; 3]);
    assert!(
        !serde_json::to_string(&found)
            .unwrap()
            .contains(&secret[6..])
    );
}

#[test]
fn documents_inside_strings_inside_documents_are_read() {
    let inner = json!({ "headers": [{ "name": "X-API-KEY", "value": made("{h64}") }] }).to_string();
    let outer = json!({ "body": inner, "n": 1 }).to_string();
    let found = found_in("httpRequest", json!({ "jsonBody": outer }));
    assert_eq!(rules_of(&found), ["secret-header"]);
    assert_eq!(
        found[0].path,
        "nodes[0].parameters.jsonBody|body|headers[0].value"
    );
}

#[test]
fn the_literal_parts_of_an_expression_are_read() {
    let found = set(
        "note",
        &format!("={{{{ $json.a }}}}&token={}&b={{{{ 1 }}}}", made("{A32}")),
    );
    assert_eq!(rules_of(&found), ["secret-query-parameter"]);
    let found = code(&format!(
        "={{{{ $json.body.token === '{}' }}}}",
        made("{A32}")
    ));
    assert_eq!(rules_of(&found), ["generic-api-key"]);
    let condition = json!({ "leftValue": "={{ $json.headers['x-api-key'] }}", "rightValue": made("{A32}"), "operator": {} });
    assert_eq!(
        rules_of(&found_in(
            "if",
            json!({ "conditions": { "conditions": [condition] } })
        )),
        ["generic-api-key"]
    );
}

#[test]
fn headers_in_code_and_in_commands_are_read() {
    for text in [
        format!(
            "curl -H 'Authorization: Bearer {}' https://x",
            made("{A40}")
        ),
        format!("headers: {{ Authorization: `Bearer {}` }}", made("{A40}")),
        format!(
            "curl --header \"Authorization: Basic {}\"",
            base64(&made("jane:{A20}"))
        ),
        format!("-H \"X-Api-Key: {}\"", made("{A40}")),
        format!("curl https://x \\\n  -u 'jane:{}'", made("{A12}")),
    ] {
        assert_eq!(code(&text).len(), 1, "{text} {:?}", rules_of(&code(&text)));
    }
}

#[test]
fn what_is_private_is_a_warning() {
    let mut value = document(&[node("Hook", "webhook", 2.0, [0.0, 0.0], json!({}))], &[]);
    value["pinData"] = json!({ "Hook": [{ "headers": { "cf-connecting-ip": "8.8.4.4", "host": "kites.app.n8n.cloud" }, "body": { "from": "mary.poppins@gmail.com" } }] });
    let found = scan(&read(&value).workflow);
    assert_eq!(
        rules_of(&found),
        ["client-address", "n8n-instance-address", "email-address"]
    );
    assert!(
        found
            .iter()
            .all(|finding| finding.level == Level::Warn && finding.node.as_deref() == Some("Hook"))
    );
}

#[test]
fn passwords_are_found_under_their_names_and_in_addresses() {
    assert_eq!(
        rules_of(&set("db_password", "Blue-Kite-81")),
        ["hard-coded-password"]
    );
    assert_eq!(
        rules_of(&set(
            "site",
            "https://jane:Blue-Kite-81@intra.acme-tools.io/"
        )),
        ["url-password"]
    );
    assert_eq!(rules_of(&set("password", "Password")), [""; 0]);
    assert_eq!(
        rules_of(&set("site", "postgres://user:password@localhost:5432/db")),
        [""; 0]
    );
}
