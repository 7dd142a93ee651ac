//! Passwords as they are kept: argon2id, hashed a few at a time so that a rush of sign-ins cannot take the machine.

use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use anyhow::anyhow;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::password::composed;
use crate::{Error, Result};

/// 64 MiB and two passes, more than OWASP's least (19 MiB, two passes): 80 to 110 ms on the machines of docs/BENCHMARKS.md.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many may wait for each that is hashed: the last of them waits about three seconds.
const WAITING: usize = 32;

/// Half of the cores, so that the other half is there for everybody who only looks around.
static AT_ONCE: LazyLock<usize> =
    LazyLock::new(|| available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1)));
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(*AT_ONCE)));
static DOORS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(*AT_ONCE * (1 + WAITING)));

/// The hasher all new hashes are made with.
pub fn argon2id() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|e| anyhow!("argon2's parameters: {e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A salted hash in PHC form. `Busy` when too many wait already.
pub(crate) async fn hash(password: &SecretString) -> Result<String> {
    let password = composed(password);
    in_turn(move || {
        argon2id()?
            .hash_password(password.expose_secret().as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|e| anyhow!("hashing a password failed: {e}").into())
    })
    .await
}

/// Whether the password fits the hash. Without a hash it takes the same time and says no. `Busy` when too many wait already.
pub(super) async fn fits(password: &SecretString, hash: Option<&str>) -> Result<bool> {
    let known = hash.is_some();
    let hash = match hash {
        Some(hash) => hash.to_owned(),
        None => decoy().await?,
    };
    let password = password.clone();
    in_turn(move || Ok(verify(&password, &hash)? && known)).await
}

/// Whether the hash is made as new ones are. Others are made anew when their password is at hand, at the next sign-in.
pub(super) fn is_current(hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        hash.algorithm == Algorithm::Argon2id.ident()
            && Params::try_from(&hash).is_ok_and(|params| {
                (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES)
            })
    })
}

fn verify(password: &SecretString, hash: &str) -> Result<bool> {
    // Brought along from elsewhere, made of the password just as it was typed, of which bcrypt reads 72 bytes.
    if hash.starts_with("$2") {
        let fits = bcrypt::verify(password.expose_secret(), hash);
        return Ok(fits.map_err(|e| anyhow!("a stored bcrypt hash is unreadable: {e}"))?);
    }
    let parsed =
        PasswordHash::new(hash).map_err(|e| anyhow!("a stored hash is unreadable: {e}"))?;
    let password = composed(password);
    Ok(Argon2::default()
        .verify_password(password.expose_secret().as_bytes(), &parsed)
        .is_ok())
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

/// A few at a time, and a bounded number waiting. A turn lasts as long as the work, also when nobody waits for it any longer.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let _door = DOORS.try_acquire().map_err(|_| Error::Busy)?;
    let turn = TURNS.clone().acquire_owned().await;
    let turn = turn.map_err(anyhow::Error::from)?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(anyhow::Error::from)?
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    #[tokio::test]
    async fn a_password_fits_however_its_letters_were_composed() {
        let hash = hash(&SecretString::from("gru\u{308}ne wellen am ufer")).await;
        let hash = hash.expect("hash");
        let typed = SecretString::from("gr\u{fc}ne wellen am ufer");
        assert!(fits(&typed, Some(&hash)).await.expect("verified"));
    }

    #[test]
    fn hashes_of_other_makes_are_not_current() {
        let salted = "$c29tZXNhbHRzb21lc2FsdA$w2AF8Rfqj4nTQ5HrTzVCQOpNmWUJNnYq9nR0oSgQ0Zk";
        assert!(is_current(&format!(
            "$argon2id$v=19$m=65536,t=2,p=1{salted}"
        )));
        for old in [
            "$argon2id$v=19$m=19456,t=2,p=1",
            "$argon2i$v=19$m=65536,t=2,p=1",
        ] {
            assert!(!is_current(&format!("{old}{salted}")), "{old}");
        }
        assert!(!is_current(
            "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"
        ));
    }

    #[tokio::test]
    async fn a_rush_is_told_to_come_back_instead_of_waiting_for_long() {
        let password = SecretString::from("a perfectly fine password");
        let rush = (0..*AT_ONCE * (1 + WAITING) + 20).map(|_| {
            in_turn(|| {
                std::thread::sleep(std::time::Duration::from_millis(1));
                Ok(())
            })
        });
        let answers = join_all(rush).await;
        let busy = answers
            .iter()
            .filter(|answer| matches!(answer, Err(Error::Busy)));
        assert_eq!(busy.count(), 20);
        assert!(
            hash(&password).await.is_ok(),
            "and then there is room again"
        );
    }
}
