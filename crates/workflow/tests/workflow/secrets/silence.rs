//! What only looks like a secret stays silent.

use serde_json::{Value, json};
use workflow::secrets::scan;

use super::{code, found_in, made, rules_of, set};
use crate::support::{document, node, read};

fn header(value: &str) -> Vec<&'static str> {
    rules_of(&found_in(
        "httpRequest",
        json!({ "headerParameters": { "parameters": [{ "name": "Authorization", "value": value }] } }),
    ))
}

fn pinned(json: Value) -> Vec<&'static str> {
    let mut value = document(&[node("Hook", "noOp", 1.0, [0.0, 0.0], json!({}))], &[]);
    value["pinData"] = json!({ "Hook": [{ "json": json }] });
    rules_of(&scan(&read(&value).workflow))
}

/// The twenty that tempt.
#[test]
fn the_twenty_tempting_values_stay_silent() {
    const NOTHING: [&str; 0] = [];
    let uuid = made("{h8}-{h4}-4{h3}-a{h3}-{h12}");
    // 1 to 3: expressions.
    for value in [
        "={{ $json.token }}",
        "=Bearer {{ $('Set').item.json.key }}",
        "={{ $env.API_KEY }}",
        "={{ $vars.x }}",
        "=Token {{ $secrets.vault.key2 }}",
        "={{$node[\"Set\"].json[\"apiKey\"]}}",
    ] {
        assert_eq!(header(value), NOTHING, "{value}");
        assert_eq!(rules_of(&set("apiKey", value)), NOTHING, "{value}");
    }
    // 4 to 9: ids of credentials, nodes, assignments, webhooks, instances, versions and workflows.
    let mut hook = node("Hook", "webhook", 2.0, [0.0, 0.0], json!({ "path": uuid }));
    hook["id"] = json!(uuid);
    hook["webhookId"] = json!(uuid);
    hook["credentials"] = json!({ "openAiApi": { "id": made("{A16}"), "name": "OpenAi account" } });
    let mut value = document(&[hook], &[]);
    value["meta"] = json!({ "instanceId": made("{h64}"), "templateId": "12" });
    value["versionId"] = json!(uuid);
    value["id"] = json!(made("{A16}"));
    value["settings"] = json!({ "errorWorkflow": made("{A16}") });
    assert_eq!(rules_of(&scan(&read(&value).workflow)), NOTHING);
    // 10: images and files.
    let image = made("{A900}");
    assert_eq!(
        pinned(
            json!({ "html": format!("<img src=\"data:image/png;base64,/EAAA{image}AKIA{}\">", made("{X16}")) })
        ),
        NOTHING
    );
    assert_eq!(
        pinned(json!({ "binary": { "data": { "data": image, "mimeType": "image/png" } } })),
        NOTHING
    );
    // 11: hashes.
    for name in [
        "authentihash",
        "recipientKeyHash",
        "sha256",
        "md5",
        "issuerKeyHash",
        "tokenHash",
    ] {
        assert_eq!(pinned(json!({ name: made("{h64}") })), NOTHING, "{name}");
    }
    // 12 and 13: placeholders.
    for value in [
        "YOUR_API_KEY",
        "<token>",
        "xxx",
        "sk-...",
        "y0urp455w0rd",
        "your-secret-key-1",
        "REPLACE_ME_123",
        "{{API_KEY}}",
        "[API_KEY_1]",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxx",
        "1234567890abcdef1234",
        "test-token-123",
    ] {
        assert_eq!(rules_of(&set("apiKey", value)), NOTHING, "{value}");
        assert_eq!(header(&format!("Bearer {value}")), NOTHING, "{value}");
        assert_eq!(
            rules_of(&code(&format!("const apiKey = '{value}';"))),
            NOTHING,
            "{value}"
        );
    }
    assert_eq!(header("Bearer YOUR_TOKEN_HERE"), NOTHING);
    // 14: prose.
    for text in [
        "You need a basic understanding of tokens.",
        "The token limit: 4096tokens4096 per request.",
        "Basic authentication and Bearer authentication are offered.",
        "password reset: see the manual",
        "Your API key is in Settings: https://platform.openai.com/api-keys",
        "Secret santa2023 was fun",
        "Set the key: name pair",
        "auth: basic authentication2",
        "Bearer of bad news: 12 of them",
        "Basic dXNlcg is base64",
    ] {
        assert_eq!(
            rules_of(&found_in("stickyNote", json!({ "content": text }))),
            NOTHING,
            "{text}"
        );
    }
    // 15: documents.
    let sheet = json!({ "__rl": true, "mode": "list", "value": made("1{w43}"), "cachedResultName": "Keys", "cachedResultUrl": made("https://docs.google.com/spreadsheets/d/1{w43}/edit?resourcekey=0-{w22}&usp=drivesdk") });
    assert_eq!(
        rules_of(&found_in("googleSheets", json!({ "documentId": sheet }))),
        NOTHING
    );
    // 16: keys of outputs and ids of conditions.
    let rule = json!({ "outputKey": made("d01-{h8}-{h12}"), "conditions": { "conditions": [{ "id": uuid, "leftValue": "={{ $json.a }}", "rightValue": "b" }] } });
    assert_eq!(
        rules_of(&found_in(
            "switch",
            json!({ "rules": { "values": [rule] } })
        )),
        NOTHING
    );
    // 17: keys of other kinds.
    for name in [
        "idempotency_key",
        "Idempotency-Key",
        "sessionId",
        "sessionKey",
        "session_id",
        "memorySessionKey",
        "dedupe_key",
        "cacheKey",
    ] {
        assert_eq!(rules_of(&set(name, &made("{h32}"))), NOTHING, "{name}");
    }
    // 18: Airtable and Notion.
    for value in ["app{A14}", "tbl{A14}", "rec{A14}", "{h32}"] {
        assert_eq!(
            pinned(json!({ "id": made(value), "base": made(value), "page": made(value) })),
            NOTHING,
            "{value}"
        );
    }
    assert_eq!(rules_of(&set("key", &made("rec{A14}"))), NOTHING);
    // 19: names about tokens, and keys of tables.
    assert_eq!(
        rules_of(&found_in(
            "x.y",
            json!({ "maxTokens": 4096, "max_tokens": "4096abcdefg1", "key": "name", "schema": { "apiKey": "string" }, "properties": [{ "name": "apiKey", "value": "string" }] })
        )),
        NOTHING
    );
    // 20: what anyone may know.
    for value in [
        "jane@example.com",
        "={{ $fromAI('email') }}",
        "user@yourdomain.com",
        "pk_live_4e51HqLyjWDarjtT1zdp7dc9k",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4f5wg5l2hKsTeNem/V41fGnJm6gOdrj8ym3rFkEU\n-----END PUBLIC KEY-----",
        "sb_publishable_4e51HqLyjWDarjtT1zdp7dc9k",
    ] {
        assert_eq!(rules_of(&set("contact", value)), NOTHING, "{value}");
    }
}

#[test]
fn code_that_only_passes_secrets_on_stays_silent() {
    for text in [
        "const apiKey = $env.API_KEY_2;",
        "const token = await getToken1(items[0]);",
        "const secret = process.env.MY_SECRET_2;",
        "headers: { Authorization: `Bearer ${token1}` }",
        "const key = items[0].json.key1;",
        "if (!token1) throw new Error('token: missing1');",
        "const { apiKey, secretKey2 } = $json;",
        "for (const key1 of Object.keys(data2)) {}",
        "password: $('Form').first().json.password1",
        "const tokenUrl = 'https://login.acme-tools.io/oauth2/token';",
        "const authHeader = 'Basic ' + btoa(user + ':' + pass);",
        "key: 'customer_email_2024'",
        "localStorage.setItem('token', value1)",
    ] {
        assert_eq!(rules_of(&code(text)), [""; 0], "{text}");
    }
}

#[test]
fn references_to_credentials_stay_silent_and_old_ones_by_name_too() {
    let mut call = node("Call", "httpRequest", 4.2, [0.0, 0.0], json!({}));
    call["credentials"] = json!({ "openAiApi": { "id": made("{A16}"), "name": "Header Auth account 7" }, "slackApi": "YOUR_SLACK", "a": { "id": null, "name": "x" }, "b": {} });
    assert_eq!(
        rules_of(&scan(&read(&document(&[call], &[])).workflow)),
        [""; 0]
    );
}
