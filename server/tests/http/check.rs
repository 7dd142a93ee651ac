//! `autopilot check` beside a running server.

use crate::support::Server;

/// What it says, and whether it found all well.
fn check(server: &Server, flags: &[&str]) -> (bool, String) {
    let checked = server.command("check").args(flags).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    (checked.status.success(), said)
}

#[tokio::test]
async fn a_wrong_figure_is_told_and_mended_on_request() {
    let server = Server::start().await;
    assert_eq!(
        check(&server, &[]),
        (true, "All invariants hold.\n".to_owned())
    );
    let spoil =
        "update product set sales_count = 4711 where slug = (select min(slug) from product)";
    sqlx::raw_sql(spoil)
        .execute(&server.database().await)
        .await
        .unwrap();
    let (well, said) = check(&server, &[]);
    assert!(!well && said.contains("VIOLATED sales-counts"), "{said}");
    let (well, said) = check(&server, &["--mend"]);
    assert!(well && said.contains(", was 4711"), "{said}");
    assert_eq!(
        check(&server, &["--mend"]).1,
        "All figures were right.\nAll invariants hold.\n"
    );
}

#[tokio::test]
async fn a_file_that_is_gone_is_told() {
    let server = Server::start().await;
    let (well, said) = check(&server, &["--files"]);
    assert!(well && said.contains(", 0 are missing."), "{said}");
    let folder = server.stock.data.path().join("files/sha256");
    let first = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    std::fs::remove_dir_all(first.path()).unwrap();
    let (well, said) = check(&server, &["--files"]);
    let name = first.file_name().into_string().unwrap();
    assert!(
        !well && said.contains(&format!("MISSING sha256/{name}/")),
        "{said}"
    );
}
