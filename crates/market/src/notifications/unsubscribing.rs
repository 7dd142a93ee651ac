//! The links that end mails (RFC 8058): whose and about what, and a proof that we made them. Nothing is stored, so they
//! work as long as the mail lies in its mailbox.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{Mail, Topic};
use crate::keys::Purpose;
use crate::{AccountId, Error, Keys, Market, Result};

/// Bytes of an account's id, and of the proof that follows it and the topic.
const ID: usize = 16;
const PROOF: usize = 16;

impl Mail {
    /// Says how to end mails of this kind: to mail programs, and in its last line to people.
    pub(super) fn may_be_ended(
        mut self,
        market: &Market,
        account: AccountId,
        topic: Topic,
    ) -> Self {
        let token = token(&market.keys, account, topic);
        let url = format!("{}/unsubscribe/{token}", market.public_url);
        let about = topic.label();
        self.text += &format!("\nTo get no more mails about {about}:\n{url}\n");
        self.html += &format!(
            "<p style=\"font:13px/1.5 system-ui,sans-serif;color:#5b5b70\"><a href=\"{url}\" style=\"color:#5b5b70\">Get no more mails about {about}</a></p>"
        );
        self.unsubscribe = Some(url);
        self
    }
}

fn token(keys: &Keys, account: AccountId, topic: Topic) -> String {
    let said = [account.0.as_bytes(), topic.code().as_bytes()].concat();
    let proof = proof(keys, account, topic);
    URL_SAFE_NO_PAD.encode([&said[..ID], &proof, &said[ID..]].concat())
}

/// Whose mails about what it ends; `NotFound` for what we never gave out.
pub(super) fn read(keys: &Keys, token: &str) -> Result<(AccountId, Topic)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::NotFound)?;
    let (id, rest) = bytes.split_at_checked(ID).ok_or(Error::NotFound)?;
    let (shown, topic) = rest.split_at_checked(PROOF).ok_or(Error::NotFound)?;
    let account = AccountId(Uuid::from_slice(id).map_err(|_| Error::NotFound)?);
    let topic = std::str::from_utf8(topic).ok().and_then(Topic::from_code);
    let topic = topic.ok_or(Error::NotFound)?;
    let proved = bool::from(proof(keys, account, topic).ct_eq(shown));
    proved.then_some((account, topic)).ok_or(Error::NotFound)
}

fn proof(keys: &Keys, account: AccountId, topic: Topic) -> [u8; PROOF] {
    let said = format!("{account}:{}", topic.code());
    let hash = keys.hash(Purpose::Unsubscribe, &said);
    std::array::from_fn(|nth| hash[nth])
}
