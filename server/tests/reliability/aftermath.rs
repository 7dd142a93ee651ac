//! What has to be true after every check, whatever it did.

use crate::support::Server;

/// The books are right, nothing panicked, and none of what was secret came into the log.
pub async fn must_be_clean(server: &Server, secrets: &[&str]) {
    server.must_be_sound().await;
    let checked = server.command("check").output().unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
    let log = server.log();
    assert!(!log.contains("panicked"), "{log}");
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}
