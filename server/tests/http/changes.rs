//! What changed from version to version, as pages.

use crate::support::{Server, Visitor};

const DESK: &str = "/products/quiet-queue/support-triage-desk";

#[tokio::test]
async fn a_product_leads_to_what_changed_in_each_of_its_versions() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let links = visitor
        .open(DESK)
        .await
        .links("#versions a[href*='/changes/']");
    let expected = ["1.3.0", "1.2.0", "1.1.0"].map(|number| format!("{DESK}/changes/{number}"));
    assert_eq!(links, expected, "the first version has nothing before it");
    for link in links {
        let page = visitor.open(&link).await;
        assert_eq!(page.status, 200, "{link}");
        assert_eq!(page.body.matches("class=\"wf-graph\"").count(), 2, "{link}");
        let canonical = page.links("link[rel='canonical']");
        assert_eq!(canonical, [format!("{}{link}", server.url)]);
        // Every change leads to a place on this page.
        let anchors = page.links(".changes-line a");
        assert!(!anchors.is_empty(), "{link}");
        for anchor in anchors {
            let id = anchor.trim_start_matches('#');
            assert!(
                page.body.contains(&format!("id=\"{id}\"")),
                "{link} has no {anchor}"
            );
        }
    }
}

#[tokio::test]
async fn the_first_version_says_so_and_an_earlier_one_can_be_chosen() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let first = visitor.open(&format!("{DESK}/changes/1.0.0")).await;
    assert_eq!(first.status, 200);
    assert!(first.text().contains("Version 1.0.0 is the first one"));
    let newest = format!("{DESK}/changes/1.3.0");
    let choices = visitor.open(&newest).await.links(".changes-choice a");
    assert_eq!(choices.len(), 3, "{choices:?}");
    let since = visitor.open(&choices[2]).await;
    assert!(
        since.status == 200 && since.text().contains("Version 1.0.0 before"),
        "{}",
        since.text()
    );
}

#[tokio::test]
async fn a_workflow_that_stayed_as_it_was_says_so() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let page = visitor
        .open("/products/telak-engineering/dead-letter-retry/changes/1.1.0")
        .await;
    assert!(
        page.status == 200 && page.text().contains("the same as in version 1.0.0"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_version_nobody_published_is_not_there() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    for path in [
        format!("{DESK}/changes/9.9.9"),
        format!("{DESK}/changes/1.3.0?from=9.9.9"),
        format!("{DESK}/changes/1.1.0?from=1.2.0"),
        format!("{DESK}/changes/%00"),
        format!("{DESK}/changes"),
        "/products/quiet-queue/nothing/changes/1.0.0".to_owned(),
        format!("{DESK}/changes/{}", "9".repeat(3_000)),
    ] {
        let page = visitor.open(&path).await;
        let shown = &path[..path.len().min(70)];
        assert!(matches!(page.status, 400 | 404), "{shown}: {}", page.status);
    }
    // A chosen version left empty is the one before.
    assert_eq!(
        visitor
            .open(&format!("{DESK}/changes/1.3.0?from="))
            .await
            .status,
        200
    );
}
