//! The record of privileged and security acts: who did what, from where, and why. Entries are only ever added, and each is
//! chained to the one before it.

mod act;
mod chain;
mod reading;

pub use act::Act;
pub use chain::{Broken, Head, Verdict, verify};
pub(crate) use reading::about;
pub use reading::{Filter, Listed, Page, latest, list, of_account};

use serde_json::Value;

use crate::{AccountId, Market, Result, SessionId, Tx};

/// Who acts, and by what way they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Nobody: the market itself, or a stranger.
    pub account: Option<AccountId>,
    /// In whose place, where it is not their own.
    pub on_behalf_of: Option<AccountId>,
    pub session: Option<SessionId>,
    /// The key of a program that acts for the account.
    pub key: Option<uuid::Uuid>,
    /// The network they came from.
    pub address: Option<String>,
    /// The request's id, as the log knows it.
    pub request: Option<String>,
}

/// One act, on its way into the record.
#[derive(Clone, Debug)]
pub struct Entry {
    by: Actor,
    act: Act,
    object: (&'static str, String),
    before: Option<Value>,
    after: Option<Value>,
    reason: Option<String>,
}

impl Entry {
    /// `object` is what it was done to: its kind and its id.
    pub fn new(by: &Actor, act: Act, object: (&'static str, String)) -> Self {
        Self {
            by: by.clone(),
            act,
            object,
            before: None,
            after: None,
            reason: None,
        }
    }

    /// What was there. Secrets in it are masked.
    pub fn before(mut self, before: Value) -> Self {
        self.before = Some(masked(before));
        self
    }

    /// What is there now. Secrets in it are masked.
    pub fn after(mut self, after: Value) -> Self {
        self.after = Some(masked(after));
        self
    }

    /// Why it was done, in the words of whoever did it.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

/// Adds the act to the record; it is there exactly if the caller's transaction commits. From here to the commit nobody
/// else can add anything, so this comes last in a transaction.
pub async fn record(market: &Market, tx: &mut Tx, entry: Entry) -> Result<()> {
    chain::append(&market.keys, tx, entry, market.now()).await
}

/// Names of values that nobody may read in a record.
const SECRETS: [&str; 8] = [
    "password", "secret", "token", "key", "code", "codes", "hash", "cookie",
];

/// Whoever records is careful; this is for the day somebody is not.
fn masked(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                let name = name.to_lowercase();
                *value = if SECRETS
                    .iter()
                    .any(|secret| name.split('_').any(|word| word == *secret))
                {
                    Value::from("•••")
                } else {
                    masked(value.take())
                };
            }
        }
        Value::Array(items) => {
            for item in items.iter_mut() {
                *item = masked(item.take());
            }
        }
        _ => {}
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::masked;

    #[test]
    fn secrets_are_masked_however_deep_they_lie() {
        let noted = masked(json!({
            "name": "Ada", "password": "x", "session_token": "y", "devices": [{ "secret": "z", "system": "Linux" }],
            "keyboard": "qwerty",
        }));
        assert_eq!(
            noted,
            json!({
                "name": "Ada", "password": "•••", "session_token": "•••",
                "devices": [{ "secret": "•••", "system": "Linux" }], "keyboard": "qwerty",
            })
        );
    }
}
