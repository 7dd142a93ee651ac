//! What changed from version to version: told to everybody, without what a buyer pays for.

use std::collections::BTreeSet;

use market::Error;
use market::catalog::{
    self, Card, Change, Comparison, Found, FoundChanges, Impact, Price, VersionChanges,
};
use object_store::{ObjectStoreExt, path::Path};
use serde_json::Value;

use crate::support::{Shop, shop};

async fn changes(
    shop: &Shop,
    card: &Card,
    number: &str,
    from: Option<&str>,
) -> market::Result<VersionChanges> {
    let (vendor, slug) = (&card.vendor_handle, &card.slug);
    match catalog::version_changes(&shop.market, vendor, slug, number, from).await? {
        FoundChanges::Here(changes) => Ok(*changes),
        FoundChanges::Moved(to) => panic!("{} has moved", to.slug),
    }
}

async fn card(shop: &Shop, slug: &str) -> Card {
    shop.products(|card| card.slug == slug).await.remove(0)
}

/// Every comparison of neighbors that found something: the product, and what was found.
async fn told(shop: &Shop) -> Vec<(Card, String, Vec<Change>, (String, String))> {
    let mut told = Vec::new();
    for card in shop.products(|card| card.node_count > 0).await {
        let page = catalog::product_page(&shop.market, &card.vendor_handle, &card.slug, None).await;
        let Ok(Found::Here(page)) = page else {
            panic!("{} is not there", card.slug);
        };
        for version in &page.versions {
            let found = changes(shop, &card, &version.number, None).await.unwrap();
            if let Comparison::Made {
                changes,
                drawings: Some(drawings),
                ..
            } = found.comparison
            {
                let count = page
                    .change_counts
                    .iter()
                    .find(|count| count.version == version.id);
                assert_eq!(
                    count.unwrap().changes,
                    changes.len(),
                    "{} {}",
                    card.slug,
                    version.number
                );
                assert_eq!(
                    count.unwrap().impact,
                    changes.iter().map(|change| change.impact).max()
                );
                told.push((card.clone(), version.number.clone(), changes, drawings));
            }
        }
    }
    told
}

#[tokio::test]
async fn workflows_free_and_paid_have_versions_that_differ() {
    let shop = shop().await;
    let told = told(&shop).await;
    let products = |free: bool| -> BTreeSet<_> {
        let own = told
            .iter()
            .filter(|(card, ..)| (card.price == Price::Free) == free);
        own.map(|(card, ..)| card.slug.clone()).collect()
    };
    assert!(
        products(true).len() >= 3 && products(false).len() >= 3,
        "{:?}",
        products(false)
    );
    let codes: BTreeSet<_> = told
        .iter()
        .flat_map(|(_, _, changes, _)| changes)
        .map(|change| change.code.as_str())
        .collect();
    for code in [
        "node_added",
        "node_removed",
        "node_renamed",
        "node_changed",
        "nodes_moved",
        "trigger_changed",
        "type_changed",
        "credential_added",
    ] {
        assert!(
            codes.contains(code),
            "no vendor of the demo made a {code}: {codes:?}"
        );
    }
}

#[tokio::test]
async fn a_change_leads_to_its_node_in_the_drawing() {
    let shop = shop().await;
    for (card, number, changes, (old, new)) in told(&shop).await {
        for change in changes {
            for (side, drawing, node) in [("old", &old, change.old), ("new", &new, change.new)] {
                let leads =
                    node.is_none_or(|node| drawing.contains(&format!("id=\"{side}-node-{node}\"")));
                assert!(leads, "{} {number}: {}", card.slug, change.sentence);
            }
        }
        assert!(
            old.contains("wf-sign") || new.contains("wf-sign"),
            "{} {number}",
            card.slug
        );
    }
}

#[tokio::test]
async fn the_changes_are_those_the_vendor_made() {
    let shop = shop().await;
    let desk = card(&shop, "support-triage-desk").await;
    let found = changes(&shop, &desk, "1.3.0", None).await.unwrap();
    let Comparison::Made {
        from,
        changes: list,
        ..
    } = found.comparison
    else {
        panic!("there is a version before 1.3.0");
    };
    assert_eq!(from.number, "1.2.0");
    let sentences: Vec<_> = list.iter().map(|change| change.sentence.as_str()).collect();
    assert!(
        sentences.contains(&"“Open a bug report” (Jira) was added."),
        "{sentences:#?}"
    );
    assert_eq!(list[0].impact, Impact::Breaking, "the gravest first");
    // Since the very first there is more to tell.
    let all = changes(&shop, &desk, "1.3.0", Some("1.0.0")).await.unwrap();
    let Comparison::Made { changes: all, .. } = all.comparison else {
        panic!("1.0.0 is within reach of 1.3.0");
    };
    assert!(all.len() > list.len());
}

#[tokio::test]
async fn the_first_version_is_compared_with_nothing_and_unknown_ones_are_not_there() {
    let shop = shop().await;
    let desk = card(&shop, "support-triage-desk").await;
    let first = changes(&shop, &desk, "1.0.0", None).await.unwrap();
    assert!(matches!(first.comparison, Comparison::First) && first.earlier.is_empty());
    for (number, from) in [
        ("9.9.9", None),
        ("", None),
        ("1.3.0", Some("1.3.0")),
        ("1.1.0", Some("1.2.0")),
        ("1.3.0", Some("9.9.9")),
    ] {
        let found = changes(&shop, &desk, number, from).await;
        assert!(
            matches!(found, Err(Error::NotFound)),
            "{number} from {from:?}"
        );
    }
    let agent = shop.products(|card| card.node_count == 0).await.remove(0);
    let found = changes(&shop, &agent, "1.0.0", None).await;
    assert!(matches!(found, Err(Error::NotFound)), "it has no workflow");
}

#[tokio::test]
async fn a_version_taken_back_is_neither_shown_nor_compared_with() {
    let shop = shop().await;
    let desk = card(&shop, "support-triage-desk").await;
    sqlx::query!(
        "update version set state = 'yanked' where product_id = $1 and number = '1.2.0'",
        desk.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    assert!(matches!(
        changes(&shop, &desk, "1.2.0", None).await,
        Err(Error::NotFound)
    ));
    let found = changes(&shop, &desk, "1.3.0", None).await.unwrap();
    let Comparison::Made { from, .. } = found.comparison else {
        panic!("there are versions before it");
    };
    assert_eq!(from.number, "1.1.0");
}

#[tokio::test]
async fn every_version_has_its_own_file() {
    let shop = shop().await;
    let check = card(&shop, "uptime-second-opinion").await;
    let files = files(&shop, &check).await;
    let waits: Vec<_> = files
        .iter()
        .map(|(_, file)| file.contains("Wait 20 seconds"))
        .collect();
    assert_eq!(waits, [false, true], "oldest first");
}

#[tokio::test]
async fn no_setting_of_a_paid_workflow_is_told_by_its_changes() {
    let shop = shop().await;
    let told = told(&shop).await;
    let mut looked_for = 0;
    for (card, number, changes, (old, new)) in
        told.iter().filter(|(card, ..)| card.price != Price::Free)
    {
        let sentences: Vec<_> = changes
            .iter()
            .map(|change| change.sentence.as_str())
            .collect();
        let shown = format!("{}\n{}\n{}", sentences.join("\n"), words(old), words(new));
        let mut names = String::new();
        let mut values = BTreeSet::new();
        for (_, file) in files(&shop, card).await {
            gather(
                &serde_json::from_str(&file).unwrap(),
                &mut names,
                &mut values,
            );
        }
        for value in values
            .iter()
            .filter(|value| !names.contains(value.as_str()))
        {
            looked_for += 1;
            assert!(
                !shown.contains(value.as_str()),
                "{} {number} tells {value:?}",
                card.slug
            );
        }
    }
    assert!(looked_for > 500, "{looked_for}");
    // A free one may tell how its outputs are called.
    let free = told.iter().filter(|(card, ..)| card.price == Price::Free);
    assert!(free.count() > 3);
}

/// What is written in a drawing.
fn words(svg: &str) -> String {
    svg.split('<')
        .filter_map(|tag| tag.split_once('>'))
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The names of nodes, what notes say, and every text in a parameter that is long enough not to be there by chance.
fn gather(document: &Value, names: &mut String, values: &mut BTreeSet<String>) {
    for node in document["nodes"].as_array().unwrap() {
        let note = node["type"] == "n8n-nodes-base.stickyNote";
        for text in [
            &node["name"],
            &node["notes"],
            &node["parameters"]["content"],
        ] {
            names.push_str(
                text.as_str()
                    .filter(|_| note || text != &node["parameters"]["content"])
                    .unwrap_or_default(),
            );
            names.push('\n');
        }
        if !note {
            texts(&node["parameters"], values);
        }
    }
    names.push_str(document["name"].as_str().unwrap_or_default());
}

fn texts(value: &Value, values: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.chars().count() >= 6 => drop(values.insert(text.clone())),
        Value::Array(list) => list.iter().for_each(|value| texts(value, values)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, values)),
        _ => {}
    }
}

/// The workflow file of every version, oldest first.
async fn files(shop: &Shop, card: &Card) -> Vec<(String, String)> {
    let rows = sqlx::query!(
        "select version.number, asset.object_key from asset join version on version.id = asset.version_id
         where version.product_id = $1 and asset.media_type = 'application/json' and asset.position = 1
         order by version.published_at, version.id",
        card.id.0
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    let mut files = Vec::new();
    for row in rows {
        let file = shop
            .market
            .files
            .get(&Path::from(row.object_key))
            .await
            .unwrap();
        let bytes = file.bytes().await.unwrap();
        files.push((row.number, String::from_utf8(bytes.to_vec()).unwrap()));
    }
    files
}
