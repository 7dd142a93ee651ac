//! Passwords as they are kept: argon2id, hashed a few at a time so that a rush of sign-ins cannot take the machine.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread::available_parallelism;

use anyhow::anyhow;
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand::Rng;
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
        let salt = Salt::new(&rand::rng().random::<[u8; 16]>()).map_err(failed)?;
        Ok(make(&password, salt)?.to_string())
    })
    .await
}

/// The hash of a composed password with this salt, as all new ones are made.
fn make(password: &SecretString, salt: Salt) -> Result<PasswordHash> {
    let argon2 = argon2id()?;
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let mut memory = borrow(argon2.params().block_count());
    let secret = password.expose_secret().as_bytes();
    let made = argon2.hash_password_into_with_memory(secret, &salt, &mut out, &mut memory);
    give_back(memory);
    made.map_err(failed)?;
    Ok(PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params()).map_err(failed)?,
        salt: Some(salt),
        hash: Some(Output::new(&out).map_err(failed)?),
    })
}

fn failed(error: impl std::fmt::Display) -> Error {
    anyhow!("hashing a password failed: {error}").into()
}

/// What hashes are computed in, handed on while others wait: an allocator returns so much only later, and a rush would take
/// several times what is in use.
static SPARE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

fn borrow(blocks: usize) -> Vec<Block> {
    let spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    spare.unwrap_or_else(|| vec![Block::new(); blocks])
}

/// Kept only while somebody waits for a turn, so that a quiet shop holds none.
fn give_back(memory: Vec<Block>) {
    let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
    let inside = *AT_ONCE * (1 + WAITING) - DOORS.available_permits();
    if inside > *AT_ONCE {
        spare.push(memory);
    } else {
        spare.clear();
    }
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
                    && params.output_len() == Some(Params::DEFAULT_OUTPUT_LEN)
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
    if let Some(salt) = parsed.salt.filter(|_| is_current(hash)) {
        // Two outputs are compared in the same time wherever they differ.
        return Ok(make(&password, salt)?.hash == parsed.hash);
    }
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

    #[tokio::test]
    async fn a_hash_is_what_the_library_makes_whatever_memory_it_was_computed_in() {
        let hashes = join_all((0..6).map(|nth| async move {
            let password = SecretString::from(format!("perfectly fine password {nth}"));
            (hash(&password).await.expect("hash"), password)
        }));
        for (nth, (hash, password)) in hashes.await.into_iter().enumerate() {
            let parsed = PasswordHash::new(&hash).expect("phc");
            let secret = password.expose_secret().as_bytes();
            assert!(Argon2::default().verify_password(secret, &parsed).is_ok());
            assert!(verify(&password, &hash).expect("verified"), "{nth}");
            let wrong = SecretString::from("another password entirely");
            assert!(!verify(&wrong, &hash).expect("verified"), "{nth}");
        }
        assert!(SPARE.lock().expect("unpoisoned").is_empty());
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
