//! Every address has a declared permission, and every declaration an address.

use std::collections::BTreeSet;

use app::access;

#[tokio::test]
async fn every_page_and_act_is_declared_and_nothing_else() {
    let census = server::census();
    let pages: BTreeSet<String> = census
        .pages
        .iter()
        .map(|route| route.path.clone())
        .collect();
    let acts: BTreeSet<String> = census
        .server_functions
        .iter()
        .map(|route| route.path.clone())
        .collect();
    let declared = |list: &[(&str, access::Access)]| -> BTreeSet<String> {
        list.iter().map(|(path, _)| (*path).to_owned()).collect()
    };
    assert_eq!(pages, declared(access::PAGES));
    assert_eq!(acts, declared(access::ACTS));
    assert!(
        pages.len() >= 20 && acts.len() >= 8,
        "{} pages, {} acts",
        pages.len(),
        acts.len()
    );
}

#[tokio::test]
async fn no_server_function_is_called_by_get() {
    for function in server::census().server_functions {
        assert_eq!(function.method, "POST", "{}", function.path);
    }
}
