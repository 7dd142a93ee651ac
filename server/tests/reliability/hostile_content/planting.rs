//! Puts hostile texts wherever the shop shows what people wrote: past every form, straight into the rows that pages are made of.

use market::accounts::{Account, Customer, VendorMember, VendorRole};
use market::cart::{self, CartHolder};
use market::catalog::{Draft, DraftFile, DraftVersion, Price, ProductKind, embed_token, publish};
use market::checkout::{self, Placement};
use market::consent::Document;
use market::vendors::team;
use market::{IdempotencyKey, Market, ProductId, VendorId, markdown};
use serde_json::json;
use time::Duration;

use super::corpus::Payload;
use crate::back_room::behind;
use crate::console::Console;
use crate::support::Server;

/// Where what was planted is shown.
pub struct Planted {
    /// To everybody.
    pub open: Vec<String>,
    /// To the one whose account, library, team and administration are full of it.
    pub owned: Vec<String>,
    /// Who that is.
    pub victim: Account,
    /// How many mails it leads to.
    pub mails: usize,
}

pub async fn plant(server: &Server, payloads: &[Payload]) -> Planted {
    let (market, console) = (behind(server).await, Console::of(server).await);
    let victim = console
        .opens_account("Victim", "victim@hostile.example")
        .await;
    console
        .run(
            "update account set role = 'admin' where email = $1",
            &[&victim.email],
        )
        .await;
    let category = console
        .one("select id::text from category order by path limit 1", &[])
        .await;
    let mut planted = Planted {
        open: vec!["/".to_owned(), "/categories".to_owned()],
        owned: Vec::new(),
        victim,
        mails: 0,
    };
    let mut products = Vec::new();
    for (nth, payload) in payloads.iter().enumerate() {
        let text = &payload.text;
        let vendor = a_vendor(&market, &console, nth, text).await;
        let product = a_product(&market, vendor, &category, nth, text).await;
        review(&console, product, nth, text).await;
        products.push(product);
        let address = format!("/products/hostile-{nth}/thing");
        let frame = embed_token(&market.keys, product, None);
        planted.open.extend([
            address.clone(),
            format!("{address}/changes/1.1.0"),
            format!("{address}/workflow.svg"),
            format!("/vendors/hostile-{nth}"),
            format!("/embed/{frame}"),
        ]);
    }
    planted.open.extend(
        (1..=payloads.len().div_ceil(24)).map(|page| format!("/products?sort=new&page={page}")),
    );
    buys(&market, &mut planted, &products).await;
    fill_account(&console, &mut planted, payloads).await;
    planted
}

/// The first characters of it.
fn cut(text: &str, most: usize) -> String {
    let cut: String = text.chars().take(most).collect();
    if cut.trim().chars().count() < 3 {
        format!("{cut}...")
    } else {
        cut
    }
}

async fn a_vendor(market: &Market, console: &Console, nth: usize, text: &str) -> VendorId {
    let handle = format!("hostile-{nth}");
    let id = console
        .one(
            "insert into vendor (id, handle, name, tagline, about_md, about_html, country, state, verified_at, created_at)
             values (gen_random_uuid(), $1, $2, $3, $3, $4, 'DE', 'approved', now(), now()) returning id::text",
            &[&handle, &cut(text, 80), text, &markdown::to_html(text)],
        )
        .await;
    let owner = console
        .opens_account(&cut(text, 120), &format!("owner.{nth}@hostile.example"))
        .await;
    console
        .run(
            "insert into vendor_member (vendor_id, account_id, role, since) values ($1::uuid, $2::uuid, 'owner', now())",
            &[&id, &owner.id.to_string()],
        )
        .await;
    let member = VendorMember::of(&market.db, Customer::of(owner), None)
        .await
        .unwrap();
    let mut tx = market.begin().await.unwrap();
    let asked = format!("asked.{nth}@hostile.example");
    team::invite(market, &mut tx, &member, &asked, VendorRole::Support)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id.parse().unwrap()
}

async fn a_product(
    market: &Market,
    vendor: VendorId,
    category: &str,
    nth: usize,
    text: &str,
) -> ProductId {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control() && !"/\\".contains(*c))
        .collect();
    let now = market.now();
    let version = |number: &str, workflow: workflow::Workflow, ago| DraftVersion {
        number: number.to_owned(),
        changes_md: text.to_owned(),
        published_at: now - ago,
        workflow: Some(workflow),
        files: vec![DraftFile {
            name: format!("{}.json", cut(&plain, 100)),
            media_type: "application/json",
            bytes: format!("{{\"nth\":{nth},\"number\":\"{number}\"}}").into_bytes(),
        }],
    };
    let draft = Draft {
        vendor,
        category: category.parse().unwrap(),
        kind: ProductKind::N8nWorkflow,
        slug: "thing".to_owned(),
        title: cut(text, 120),
        summary: text.to_owned(),
        description_md: text.to_owned(),
        tags: vec![cut(text, 40)],
        price: Price::Free,
        featured: nth.is_multiple_of(7),
        parameters_shown: true,
        versions: vec![
            version("1.0.0", a_workflow("Before"), Duration::hours(2)),
            version("1.1.0", a_workflow(text), Duration::hours(1)),
        ],
        apps: vec![cut(text, 40)],
    };
    let mut tx = market.begin().await.unwrap();
    let product = publish(&mut tx, market.files.as_ref(), &draft)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    product
}

/// Named, noted and set with this text in every way a workflow has.
fn a_workflow(text: &str) -> workflow::Workflow {
    let node = |id: &str, name: &str, kind: &str, x: i32, parameters: serde_json::Value| {
        json!({
            "id": id, "name": name, "type": kind, "typeVersion": 3, "position": [x, 0], "notes": text, "notesInFlow": true,
            "parameters": parameters
        })
    };
    let (code, ask) = (format!("{text} code"), format!("{text} ask"));
    let rule = json!({ "renameOutput": true, "outputKey": text, "conditions": {} });
    let document = json!({
        "name": text,
        "nodes": [
            node("1", text, "n8n-nodes-base.switch", 0, json!({ "rules": { "values": [rule] }, "text": text, text: text })),
            node("2", &code, "n8n-nodes-base.code", 240, json!({ "jsCode": text })),
            node("3", &ask, "n8n-nodes-base.httpRequest", 480, json!({ "url": format!("https://x.example/?{text}"), "options": {} })),
            node("4", &format!("{text} own"), &format!("n8n-nodes-{text}"), 720, json!({ "value": { "deep": [text] } })),
            { "id": "5", "name": format!("{text} note"), "type": "n8n-nodes-base.stickyNote", "typeVersion": 1, "position": [0, 300],
              "parameters": { "content": format!("## {text}\n{text}\n- [{text}]({text})\n![{text}]({text})"), "width": 500, "height": 300 } }
        ],
        "connections": {
            text: { "main": [[{ "node": code, "type": "main", "index": 0 }]] },
            (format!("{text} code")): { "main": [[{ "node": ask, "type": "main", "index": 0 }]] }
        },
        "tags": [{ "name": text }], "meta": { "templateId": text }
    });
    workflow::parse(document.to_string().as_bytes())
        .unwrap()
        .workflow
}

async fn review(console: &Console, product: ProductId, nth: usize, text: &str) {
    let author = console
        .opens_account(&cut(text, 120), &format!("reader.{nth}@hostile.example"))
        .await;
    console
        .run(
            "insert into review (id, product_id, account_id, rating, body, version_number, created_at)
             values (gen_random_uuid(), $1::uuid, $2::uuid, 5, $3, $4, now())",
            &[&product.to_string(), &author.id.to_string(), text, &cut(text, 20)],
        )
        .await;
    console
        .run(
            "update product set rating_sum = 5, rating_count = 1 where id = $1::uuid",
            &[&product.to_string()],
        )
        .await;
}

/// Everything at once: the order, the library and the receipt name it all.
async fn buys(market: &Market, planted: &mut Planted, products: &[ProductId]) {
    let victim = Customer::of(planted.victim.clone());
    let holder = CartHolder {
        cart: None,
        account: Some(victim.id),
    };
    for some in products.chunks(20) {
        let mut tx = market.begin().await.unwrap();
        for product in some {
            cart::add(&mut tx, holder, *product, market.now())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let total = cart::view(market, holder).await.unwrap().total.minor;
        let form = Placement {
            key: IdempotencyKey::mint(),
            seen_total_minor: total,
            seen_currency: "USD".to_owned(),
            terms_accepted: true,
            terms_seen: Some(Document::Terms.current(market.now()).number),
        };
        let mut tx = market.begin().await.unwrap();
        let placed = checkout::place(&mut tx, &victim, &form, market.now(), &market.policy)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        planted.owned.push(format!("/orders/{}", placed.number));
        planted.mails += 1;
    }
    // Each team has asked somebody.
    planted.mails += products.len();
}

/// Rows no form would take any more, as an import or an older form may have left them.
async fn fill_account(console: &Console, planted: &mut Planted, payloads: &[Payload]) {
    let victim = planted.victim.id.to_string();
    let vendor = console
        .one(
            "select id::text from vendor where handle = 'hostile-0'",
            &[],
        )
        .await;
    console
        .run(
            "insert into vendor_member (vendor_id, account_id, role, since) values ($1::uuid, $2::uuid, 'owner', now())",
            &[&vendor, &victim],
        )
        .await;
    for (nth, payload) in payloads.iter().enumerate() {
        let (short, long) = (cut(&payload.text, 60), cut(&payload.text, 120));
        let nth = nth.to_string();
        let address = console
            .one(
                "insert into address (id, account_id, name, company, line1, line2, postal_code, city, region, country,
                                      for_billing, for_shipping, created_at, updated_at)
                 values (gen_random_uuid(), $1::uuid, $2, $2, $2, $2, $2, $2, $2, 'DE', false, false, now(), now()) returning id::text",
                &[&victim, &long],
            )
            .await;
        planted.owned.push(format!("/account/addresses/{address}"));
        console
            .run(
                "insert into api_key (id, account_id, name, key_hash, ending, scopes, networks, created_at, expires_at)
                 values (gen_random_uuid(), $1::uuid, $2, sha256(convert_to('key' || $3, 'UTF8')), $2, '{account:read}', array[$2], now(), now() + interval '1 day')",
                &[&victim, &short, &nth],
            )
            .await;
        console
            .run(
                "insert into session (id_hash, account_id, data, created_at, expires_at, last_used_at, pass_id, began_at, proved_at,
                                      second_factor, kept, browser, system, address)
                 values (sha256(convert_to('session' || $3, 'UTF8')), $1::uuid, '{}', now(), now() + interval '1 day', now(), gen_random_uuid(),
                         now(), now(), false, false, $2, $2, $2)",
                &[&victim, &long, &nth],
            )
            .await;
        console
            .run(
                "insert into vendor_member (vendor_id, account_id, role, since)
                 select $1::uuid, id, 'publisher', now() from account where email = $2 on conflict do nothing",
                &[&vendor, &format!("reader.{nth}@hostile.example")],
            )
            .await;
        console
            .run(
                "update account set role = 'support' where email = $1",
                &[&format!("reader.{nth}@hostile.example")],
            )
            .await;
        console
            .run(
                "insert into team_invitation (id, vendor_id, email, role, token_hash, invited_at, expires_at)
                 values (gen_random_uuid(), $1::uuid, lower($2) || $3, 'support', sha256(convert_to('invited' || $3, 'UTF8')), now(), now() + interval '7 days')",
                &[&vendor, &long, &nth],
            )
            .await;
    }
    planted.owned.extend(
        [
            "/account",
            "/account/addresses",
            "/account/api-keys",
            "/account/devices",
            "/account/security",
            "/vendor",
            "/vendor/team",
            "/admin",
            "/admin/roles",
            "/admin/audit",
            "/library",
            "/orders",
            "/dev/mail",
        ]
        .map(str::to_owned),
    );
}

/// Once the victim is signed in: with these, signing in takes more than a password.
pub async fn plant_passkeys(server: &Server, victim: &Account, payloads: &[Payload]) {
    let console = Console::of(server).await;
    for (nth, payload) in payloads.iter().enumerate() {
        console
            .run(
                "insert into passkey (id, account_id, credential_id, credential, name, created_at)
                 values (gen_random_uuid(), $1::uuid, sha256(convert_to('passkey' || $3, 'UTF8')), '{}', $2, now())",
                &[&victim.id.to_string(), &cut(&payload.text, 60), &nth.to_string()],
            )
            .await;
    }
}
