//! Passwords: argon2id, hashed a few at a time so that a rush of sign-ins cannot take the machine.

use anyhow::anyhow;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::{Refusal, Result};

/// Each hash takes 19 MiB (OWASP: m = 19 MiB, t = 2, p = 1), so four at once take 76.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Long passwords everyone tries first.
const COMMON: &[&str] = &[
    "passwordpassword",
    "password12345678",
    "123456789012345",
    "1234567890123456",
    "111111111111111",
    "000000000000000",
    "qwertyuiopasdfgh",
    "qwertyuiopasdfghjkl",
    "abcdefghijklmnop",
    "correcthorsebatterystaple",
    "iloveyouiloveyou",
    "letmeinletmein12",
    "administrator123",
    "adminadminadmin",
    "changemechangeme",
];

/// NIST SP 800-63B-4: at least 15 characters when nothing else protects the account; no rules on their kind.
pub(super) fn accept(password: &SecretString, email: &str, name: &str) -> Result<(), Refusal> {
    let text = password.expose_secret();
    let length = text.chars().count();
    if length < 15 {
        return Err(Refusal::PasswordTooShort);
    }
    if length > 128 {
        return Err(Refusal::PasswordTooLong);
    }
    let folded = text.to_lowercase();
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5
        || COMMON.contains(&folded.as_str())
        || folded == email
        || folded == name.to_lowercase()
    {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// A salted hash in PHC form.
pub(crate) async fn hash(password: &SecretString) -> Result<String> {
    let password = password.clone();
    in_turn(move || {
        Argon2::default()
            .hash_password(password.expose_secret().as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|e| anyhow!("hashing a password failed: {e}").into())
    })
    .await
}

/// Whether the password fits the hash. Without a hash it takes the same time and says no.
pub(super) async fn fits(password: &SecretString, hash: Option<String>) -> Result<bool> {
    let password = password.clone();
    let known = hash.is_some();
    let hash = match hash {
        Some(hash) => hash,
        None => decoy().await?,
    };
    in_turn(move || {
        let parsed =
            PasswordHash::new(&hash).map_err(|e| anyhow!("a stored hash is unreadable: {e}"))?;
        let fits = Argon2::default()
            .verify_password(password.expose_secret().as_bytes(), &parsed)
            .is_ok();
        Ok(fits && known)
    })
    .await
}

/// A hash of nothing anyone knows, made once.
async fn decoy() -> Result<String> {
    static DECOY: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    let made = DECOY
        .get_or_try_init(|| async {
            let nobody = SecretString::from(uuid::Uuid::new_v4().to_string());
            hash(&nobody).await
        })
        .await?;
    Ok(made.clone())
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(anyhow::Error::from)?
}
