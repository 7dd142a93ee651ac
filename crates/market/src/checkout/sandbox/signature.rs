//! Signatures of the bank's webhooks: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use time::{Duration, OffsetDateTime};

use crate::keys::Purpose;
use crate::{Keys, Refusal};

pub const SIGNATURE_HEADER: &str = "sandbox-signature";

/// Older or newer than this is a replay or a broken clock.
const TOLERANCE: Duration = Duration::minutes(5);

type Code = Hmac<Sha256>;

/// The header's value for this body at this time.
pub fn sign(keys: &Keys, body: &[u8], at: OffsetDateTime) -> String {
    let t = at.unix_timestamp();
    let code = code(keys, t, body).map(|code| hex::encode(code.finalize().into_bytes()));
    format!("t={t},v1={}", code.unwrap_or_default())
}

/// Compares in constant time.
pub(super) fn verify(
    keys: &Keys,
    header: &str,
    body: &[u8],
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let part = |name: &str| {
        header
            .split(',')
            .filter_map(|part| part.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    };
    let t: i64 = part("t")
        .and_then(|t| t.parse().ok())
        .ok_or(Refusal::WebhookUnsigned)?;
    let signed = part("v1")
        .and_then(|v| hex::decode(v).ok())
        .ok_or(Refusal::WebhookUnsigned)?;
    if (now.unix_timestamp() - t).unsigned_abs() > TOLERANCE.whole_seconds().unsigned_abs() {
        return Err(Refusal::WebhookUnsigned);
    }
    code(keys, t, body)
        .ok_or(Refusal::WebhookUnsigned)?
        .verify_slice(&signed)
        .map_err(|_| Refusal::WebhookUnsigned)
}

fn code(keys: &Keys, t: i64, body: &[u8]) -> Option<Code> {
    let mut code = Code::new_from_slice(&keys.derive(Purpose::SandboxWebhook)).ok()?;
    code.update(format!("{t}.").as_bytes());
    code.update(body);
    Some(code)
}
