use market::accounts::Customer;
use market::catalog::{self, Card, Found, Part, Preview, Price, WorkflowFile};
use market::{AccountId, Error, Result};

use crate::support::{Shop, shop};

async fn preview(shop: &Shop, card: &Card, viewer: Option<AccountId>) -> Preview {
    match catalog::product_page(&shop.market, &card.vendor_handle, &card.slug, viewer)
        .await
        .unwrap()
    {
        Found::Here(page) => page.preview,
        Found::Moved(_) => panic!("{} has moved", card.slug),
    }
}

async fn file(
    shop: &Shop,
    card: &Card,
    viewer: Option<AccountId>,
    part: Part,
) -> Result<WorkflowFile> {
    catalog::workflow_file(&shop.market, &card.vendor_handle, &card.slug, viewer, part).await
}

async fn first_node(shop: &Shop, card: &Card) -> Part {
    Part::Node(preview(shop, card, None).await.nodes[0].index)
}

/// Whether this visitor is told what the nodes are set to, by the page and as a file.
async fn sees(shop: &Shop, card: &Card, viewer: Option<AccountId>) -> bool {
    let preview = preview(shop, card, viewer).await;
    let told = preview.nodes.iter().any(|node| !node.parameters.is_empty());
    assert_eq!(told, preview.parameters_shown, "{}", card.slug);
    for (part, had) in [
        (first_node(shop, card).await, told),
        (Part::Whole, preview.file_offered),
    ] {
        match file(shop, card, viewer, part).await {
            Ok(_) => assert!(had, "{} {part:?}", card.slug),
            Err(error) => assert!(matches!(error, Error::NotFound) && !had, "{}", card.slug),
        }
    }
    told
}

/// A paid workflow whose vendor keeps to themselves what its nodes are set to.
async fn a_closed_one(shop: &Shop) -> Card {
    for card in shop.products(|card| card.node_count > 0).await {
        if card.price != Price::Free && !preview(shop, &card, None).await.parameters_shown {
            return card;
        }
    }
    panic!("no vendor keeps anything");
}

#[tokio::test]
async fn what_nodes_are_set_to_is_shown_for_free_and_else_where_the_vendor_says_so() {
    let shop = shop().await;
    let (mut open, mut closed) = (0, 0);
    for card in shop.products(|card| card.node_count > 0).await {
        match (&card.price, sees(&shop, &card, None).await) {
            (Price::Free, shown) => assert!(shown, "{}", card.slug),
            (_, true) => open += 1,
            (_, false) => closed += 1,
        }
    }
    assert!(open >= 2 && closed > 5, "{open} open, {closed} closed");
}

#[tokio::test]
async fn a_paid_workflow_is_not_given_away_whole_by_showing_what_its_nodes_are_set_to() {
    let shop = shop().await;
    let mut open = 0;
    for card in shop.products(|card| card.node_count > 0).await {
        let preview = preview(&shop, &card, None).await;
        assert_eq!(
            preview.file_offered,
            card.price == Price::Free,
            "{}",
            card.slug
        );
        if preview.parameters_shown && card.price != Price::Free {
            open += 1;
            let ada = shop.a_customer(&format!("Ada {open}")).await;
            shop.buys(&ada, card.id).await;
            shop.works().await;
            let bought = file(&shop, &card, Some(ada.id), Part::Whole).await.unwrap();
            assert!(!bought.public);
        }
    }
    assert!(open >= 2, "{open} open");
}

#[tokio::test]
async fn who_owns_a_product_sees_it_all_and_nobody_else() {
    let shop = shop().await;
    let card = a_closed_one(&shop).await;
    let (ada, bob) = (shop.a_customer("Ada").await, shop.a_customer("Bob").await);
    shop.buys(&ada, card.id).await;
    shop.works().await;
    assert!(sees(&shop, &card, Some(ada.id)).await);
    assert!(!sees(&shop, &card, Some(bob.id)).await);
    let bought = file(&shop, &card, Some(ada.id), Part::Whole).await;
    assert!(!bought.unwrap().public);
}

#[tokio::test]
async fn a_right_that_was_taken_back_shows_nothing_any_more() {
    let shop = shop().await;
    let card = a_closed_one(&shop).await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, card.id).await;
    shop.works().await;
    for (change, shown) in [("suspended", false), ("active", true), ("revoked", false)] {
        state(&shop, &ada, change).await;
        assert_eq!(sees(&shop, &card, Some(ada.id)).await, shown, "{change}");
    }
    sqlx::query!(
        "update entitlement set state = 'active', ends_at = $2 where account_id = $1",
        ada.id.0,
        shop.market.now()
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    assert!(!sees(&shop, &card, Some(ada.id)).await, "it has ended");
}

async fn state(shop: &Shop, who: &Customer, state: &str) {
    sqlx::query!(
        "update entitlement set state = $2 where account_id = $1",
        who.id.0,
        state
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
}

#[tokio::test]
async fn who_acts_for_the_vendor_sees_what_it_sells_and_not_what_others_do() {
    let shop = shop().await;
    let card = a_closed_one(&shop).await;
    let member = sqlx::query_scalar!(
        r#"select account_id as "id: AccountId" from vendor_member join vendor on vendor.id = vendor_id where handle = $1"#,
        card.vendor_handle
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    let stranger = sqlx::query_scalar!(
        r#"select account_id as "id: AccountId" from vendor_member where account_id <> $1 limit 1"#,
        member.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert!(sees(&shop, &card, Some(member)).await);
    assert!(!sees(&shop, &card, Some(stranger)).await);
}

#[tokio::test]
async fn one_node_can_be_taken_in_the_shape_of_n8ns_clipboard() {
    let shop = shop().await;
    let card = shop
        .products(|card| card.node_count > 0 && card.price == Price::Free)
        .await
        .remove(0);
    for node in preview(&shop, &card, None).await.nodes {
        let taken = file(&shop, &card, None, Part::Node(node.index)).await;
        let taken = taken.unwrap();
        assert!(taken.public);
        let json: serde_json::Value = serde_json::from_str(&taken.json).unwrap();
        assert_eq!(json["nodes"][0]["name"], node.name.as_str());
        assert_eq!(json["nodes"].as_array().map(Vec::len), Some(1));
        assert_eq!(json["connections"], serde_json::json!({}));
    }
    let beyond = file(&shop, &card, None, Part::Node(100_000)).await;
    assert!(matches!(beyond, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_page_knows_what_leads_where() {
    let shop = shop().await;
    for card in shop.products(|card| card.node_count > 1).await {
        let preview = preview(&shop, &card, None).await;
        let known = |index| preview.nodes.iter().any(|node| node.index == index);
        assert!(!preview.links.is_empty(), "{}", card.slug);
        assert!(
            preview
                .links
                .iter()
                .all(|link| known(link.from) && known(link.to)),
            "{}",
            card.slug
        );
    }
}
