//! What the operator reads when the shop is open.

use std::path::Path;
use std::time::Duration;

use market::demo::SIGN_INS;

use crate::config::{Config, Mail};

/// For a terminal; production says the same in one line of its log.
pub fn greeting(
    config: &Config,
    public_url: &str,
    data: &Path,
    took: Duration,
    demo: bool,
) -> String {
    let mut text = format!(
        "\n  Autopilot Monster is open at {public_url}   (listening after {:.1} s)\n\n",
        took.as_secs_f64()
    );
    let mut line = |name: &str, value: &str| text.push_str(&format!("  {name:<10} {value}\n"));
    if demo {
        for sign_in in SIGN_INS {
            line(
                sign_in.role,
                &format!("{}  /  {}", sign_in.email, sign_in.password),
            );
        }
    }
    line("data", &data.display().to_string());
    if matches!(config.mail, Mail::Folder(_)) && !config.production() {
        line("mail", &format!("{public_url}/dev/mail"));
    }
    line("stop", "Ctrl-C");
    text
}
