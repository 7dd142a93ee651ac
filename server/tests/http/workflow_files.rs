//! A product's workflow beside its page: who may have it, and that nobody else is told anything.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::purchase::{
    a_customer, a_product, decision, library_with, places_order, puts_into_cart,
};
use crate::support::{Server, Visitor};

const OPEN: &str = "/products/hanami-desk/shelf-stock-alerts";

fn demo(path: &str) -> Value {
    let path = format!("{}/../demo/{path}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Texts that only the settings of a workflow's nodes hold: not its notes, which are drawn, nor names of outputs.
fn settings(workflow: &Value) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for node in workflow["nodes"].as_array().unwrap() {
        if !node["type"]
            .as_str()
            .unwrap_or_default()
            .ends_with(".stickyNote")
        {
            gather(&node["parameters"], &mut texts);
        }
    }
    texts
}

fn gather(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => texts.extend(
            text.lines()
                .map(|line| line.trim().to_owned())
                .filter(|line| line.len() >= 16),
        ),
        Value::Array(list) => list.iter().for_each(|value| gather(value, texts)),
        Value::Object(fields) => {
            // Drawn, or said under "What it needs": models, and the workflows it calls.
            let told = ["model", "workflowId"];
            for (_, value) in fields
                .iter()
                .filter(|(key, _)| !told.contains(&key.as_str()))
            {
                gather(value, texts);
            }
        }
        _ => {}
    }
}

/// As it stands in HTML.
fn escaped(text: &str) -> [String; 2] {
    let html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let json = Value::from(text).to_string();
    let json = json.trim_matches('"');
    [
        html,
        json.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('"', "&quot;"),
    ]
}

#[tokio::test]
async fn no_page_of_a_paid_product_holds_a_setting_unless_its_vendor_says_so() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let (mut closed, mut open) = (0, 0);
    for product in demo("catalog/products.json").as_array().unwrap() {
        let Some(workflow) = product["workflow"].as_str() else {
            continue;
        };
        let path = format!(
            "/products/{}/{}",
            product["vendor"].as_str().unwrap(),
            product["slug"].as_str().unwrap()
        );
        let page = visitor.open(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let written = product["description_md"].as_str().unwrap();
        let texts = settings(&demo(&format!("workflows/{workflow}.json")));
        let found: Vec<_> = texts
            .iter()
            .filter(|text| !written.contains(text.as_str()))
            .filter(|text| escaped(text).iter().any(|text| page.body.contains(text)))
            .collect();
        let shown = product["price"]["kind"] == "free" || product["parameters_shown"] == true;
        let file = visitor.open(&format!("{path}/workflow.json")).await;
        let free = product["price"]["kind"] == "free";
        assert_eq!(file.status, if free { 200 } else { 404 }, "{path}");
        assert_eq!(
            page.body.contains("Download the workflow file as JSON"),
            free,
            "{path}"
        );
        if shown {
            open += usize::from(!found.is_empty());
        } else {
            closed += 1;
            assert!(found.is_empty(), "{path} tells {found:?}");
            assert!(page.body.contains("workflow.svg") && !page.body.contains("workflow.json"));
        }
    }
    assert!(closed > 10 && open > 3, "{closed} closed, {open} open");
}

#[tokio::test]
async fn a_buyer_is_shown_what_a_guest_is_not_and_no_cache_keeps_it() {
    let server = Server::start().await;
    let ada = a_customer(&server).await;
    let product = a_product(&ada, "kind=n8n-workflow&price=one-time").await;
    let file = format!("{product}/workflow.json");
    assert_eq!(ada.open(&file).await.status, 404, "not bought yet");
    puts_into_cart(&ada, &product).await;
    let bank = places_order(&ada).await;
    ada.submit(&decision(&bank, "pay")).await;
    library_with(&ada, 1).await;

    let bought = ada.open(&file).await;
    assert_eq!(bought.status, 200);
    assert_eq!(bought.header("cache-control"), "private, no-store");
    assert!(
        bought
            .header("content-disposition")
            .starts_with("attachment; filename=\"")
    );
    let json: Value = serde_json::from_str(&bought.body).unwrap();
    assert!(
        json["nodes"]
            .as_array()
            .is_some_and(|nodes| nodes.len() > 3)
    );
    let page = ada.open(&product).await;
    assert!(page.body.contains("&quot;parameters&quot;:[[") && page.body.contains(&file));

    let guest = Visitor::to(&server);
    assert_eq!(guest.open(&file).await.status, 404);
    assert!(
        !guest
            .open(&product)
            .await
            .body
            .contains("&quot;parameters&quot;")
    );
}

#[tokio::test]
async fn what_everybody_may_have_is_one_file_for_all() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let free = a_product(&visitor, "kind=n8n-workflow&price=free").await;
    let file = visitor.open(&format!("{free}/workflow.json")).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "application/json");
    assert_eq!(file.header("cache-control"), "public, max-age=300");
    let json: Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(json["active"], false);
    assert!(json["connections"].is_object() && json.get("pinData").is_none());
    let node = visitor.open(&format!("{free}/workflow.json?node=0")).await;
    let node: Value = serde_json::from_str(&node.body).unwrap();
    assert_eq!(node["nodes"], Value::from(vec![json["nodes"][0].clone()]));
}

#[tokio::test]
async fn the_picture_is_a_file_that_opens_by_itself() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let product = a_product(&visitor, "kind=n8n-workflow&price=one-time").await;
    let svg = visitor.open(&format!("{product}/workflow.svg")).await;
    assert_eq!(
        (svg.status, svg.header("content-type")),
        (200, "image/svg+xml")
    );
    assert!(
        svg.body.starts_with("<svg ") && svg.body.contains("xmlns=\"http://www.w3.org/2000/svg\"")
    );
    let png = visitor.open(&format!("{product}/workflow.png")).await;
    assert_eq!((png.status, png.header("content-type")), (200, "image/png"));
    assert!(png.body.contains("PNG\r\n"), "{:?}", png.headers);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_a_wrong_number_is_the_askers_mistake() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let asset = a_product(&visitor, "kind=automation-asset").await;
    for path in ["/products/nobody/nothing", asset.as_str()] {
        for ending in ["json", "svg", "png"] {
            let answer = visitor.open(&format!("{path}/workflow.{ending}")).await;
            assert_eq!(answer.status, 404, "{path} {ending}");
        }
    }
    for (node, status) in [("x", 400), ("-1", 400), ("", 400), ("99999", 404)] {
        let answer = visitor
            .open(&format!("{OPEN}/workflow.json?node={node}"))
            .await;
        assert_eq!(answer.status, status, "{node}");
    }
    let posted = visitor
        .post_with(&format!("{OPEN}/workflow.json"), &[], "")
        .await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn an_old_address_leads_to_the_files_at_the_new_one() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let sql = "insert into product_slug_history (vendor_id, slug, product_id, left_at)
               select vendor_id, 'once-upon', id, now() from product where slug = 'shelf-stock-alerts'";
    let db = server.database().await;
    sqlx::raw_sql(sql).execute(&db).await.unwrap();
    let (vendor, _) = OPEN.rsplit_once('/').unwrap();
    for file in ["workflow.svg", "workflow.png", "card.png"] {
        let answer = visitor.open(&format!("{vendor}/once-upon/{file}")).await;
        assert_eq!(
            (answer.status, answer.path),
            (200, format!("{OPEN}/{file}")),
            "{file}"
        );
    }
}
