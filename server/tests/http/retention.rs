//! What is kept, as a page and from the command line.

use market::demo::SIGN_INS;

use crate::support::{Server, Visitor};

fn says(server: &Server, flags: &[&str]) -> String {
    let asked = server.command("retention").args(flags).output().unwrap();
    assert!(asked.status.success(), "{asked:?}");
    String::from_utf8_lossy(&asked.stdout).into_owned()
}

/// The figure in the line about this class.
fn due(said: &str, what: &str) -> String {
    let line = said.lines().find(|line| line.starts_with(what)).unwrap();
    let words: Vec<&str> = line[28..].split_whitespace().collect();
    words[2].to_owned()
}

#[tokio::test]
async fn what_is_due_is_told_first_and_removed_when_asked_for() {
    let server = Server::start_with(&["--no-work"], &[]).await;
    let old = "insert into reset_request (id, email, asked_at)
               select gen_random_uuid(), n || '@old.example', now() - interval '3 days' from generate_series(1, 7) n";
    sqlx::raw_sql(old)
        .execute(&server.database().await)
        .await
        .unwrap();
    for _ in 0..2 {
        let said = says(&server, &[]);
        assert_eq!(due(&said, "requests for a new password"), "7", "{said}");
        assert_eq!(due(&said, "orders"), "(0)", "{said}");
    }
    let swept = says(&server, &["--sweep"]);
    let line = swept
        .lines()
        .find(|line| line.starts_with("requests for a new password"));
    assert!(line.unwrap().ends_with("7 removed"), "{swept}");
    assert_eq!(due(&says(&server, &[]), "requests for a new password"), "0");

    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let page = admin.open("/admin/retention").await.text();
    assert!(
        page.contains("webhooks 90 days") && page.contains("orders 10 years"),
        "{page}"
    );
}
