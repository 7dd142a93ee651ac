//! Somebody's phone with an authenticator app on it.

use market::Clock;
use totp_rs::{Builder, Secret};

use super::Answer;

/// Knows the secret it was told, and how far the shop's clock stands from this machine's.
pub struct Phone {
    secret: Vec<u8>,
    ahead: i64,
}

impl Phone {
    /// Types in the key of the page that sets an app up.
    pub fn told_by(page: &Answer) -> Self {
        let words: Vec<_> = page.text().split_whitespace().map(str::to_owned).collect();
        let key: String = words
            .iter()
            .filter(|word| {
                word.len() == 4 && word.chars().all(|c| matches!(c, 'A'..='Z' | '2'..='7'))
            })
            .cloned()
            .collect();
        Self {
            secret: Secret::try_from_base32(&key).unwrap().as_bytes().to_vec(),
            ahead: 0,
        }
    }

    /// Follows the shop's clock.
    pub fn an_hour_on(&mut self) {
        self.ahead += 3_600;
    }

    /// What it shows now.
    pub fn code(&self) -> String {
        self.code_of(0)
    }

    /// What it showed thirty seconds ago: still good, and it leaves the next one unused.
    pub fn last_code(&self) -> String {
        self.code_of(30)
    }

    fn code_of(&self, ago: i64) -> String {
        let totp = Builder::new()
            .with_secret(Secret::new(self.secret.clone().into()))
            .build()
            .unwrap();
        let second = Clock::system().now().unix_timestamp() + self.ahead - ago;
        totp.generate(second.try_into().unwrap()).to_string()
    }
}
