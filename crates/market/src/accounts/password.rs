//! What a password must be: long, and none that everybody tries first. No rules on its kinds of characters.

use std::collections::HashSet;
use std::sync::LazyLock;

use secrecy::{ExposeSecret, SecretString};
use sqlx::PgPool;
use unicode_normalization::UnicodeNormalization;

use super::second_factor;
use crate::{AccountId, Refusal, Result};

/// In lower case and sorted; `common_passwords.md` says where they come from and under which licenses.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Ours, which whoever guesses a password for this shop tries before any other.
const OWN_WORDS: [&str; 3] = ["autopilotmonster", "autopilot monster", "autopilot-monster"];

/// At most so many characters.
pub const LONGEST: usize = 128;

/// What protects an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    PasswordAlone,
    SecondFactor,
}

impl Protection {
    /// What protects this account.
    pub async fn of(db: &PgPool, account: AccountId) -> Result<Self> {
        Ok(match second_factor::is_set(db, account).await? {
            true => Self::SecondFactor,
            false => Self::PasswordAlone,
        })
    }

    /// The fewest characters its password may have (NIST SP 800-63B-4, 3.1.1.2).
    pub fn shortest(self) -> usize {
        match self {
            Self::PasswordAlone => 15,
            Self::SecondFactor => 8,
        }
    }

    fn too_short(self) -> Refusal {
        match self {
            Self::PasswordAlone => Refusal::PasswordTooShort,
            Self::SecondFactor => Refusal::PasswordTooShortForTwo,
        }
    }
}

/// The password in the one form (NFKC) in which it is measured, hashed and compared: keyboards differ in how they compose a letter.
pub(super) fn composed(password: &SecretString) -> SecretString {
    SecretString::from(password.expose_secret().nfkc().collect::<String>())
}

/// Refuses a password that is short, overlong, common, or that of somebody who reads the account's name or address.
pub(super) fn accept(
    password: &SecretString,
    email: &str,
    name: &str,
    protection: Protection,
) -> Result<(), Refusal> {
    let password = composed(password);
    let text = password.expose_secret();
    let length = text.chars().count();
    if length < protection.shortest() {
        return Err(protection.too_short());
    }
    if length > LONGEST {
        return Err(Refusal::PasswordTooLong);
    }
    if is_guessed(&text.to_lowercase(), &known_of(email, name)) {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// What everybody may know of the account, in lower case.
fn known_of(email: &str, name: &str) -> Vec<String> {
    let mailbox = email.split('@').next().unwrap_or_default();
    let name: String = name.nfkc().collect::<String>().to_lowercase();
    let joined = name.split_whitespace().collect();
    let own = OWN_WORDS.map(str::to_owned);
    [email.to_owned(), mailbox.to_owned(), name, joined]
        .into_iter()
        .chain(own)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether it is a word everybody tries, or one with digits and marks around it, over and over, or with a second one.
fn is_guessed(password: &str, known: &[String]) -> bool {
    let is_word = |text: &str| COMMON.contains(text) || known.iter().any(|word| word == text);
    let core = password.trim_matches(|c: char| !c.is_alphabetic());
    let pairs = password.char_indices().map(|(at, _)| password.split_at(at));
    few_letters(password)
        || repeats(password)
        || is_word(password)
        || is_word(core)
        || pairs
            .into_iter()
            .any(|(first, second)| is_word(first) && is_word(second))
}

fn few_letters(password: &str) -> bool {
    password.chars().collect::<HashSet<_>>().len() < 5
}

/// The same few characters again and again, the last time perhaps not all of them.
fn repeats(password: &str) -> bool {
    let letters: Vec<char> = password.chars().collect();
    (1..=letters.len() / 2).any(|period| {
        letters
            .iter()
            .zip(letters.iter().skip(period))
            .all(|(one, other)| one == other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(password: &str, protection: Protection) -> Result<(), Refusal> {
        let password = SecretString::from(password);
        accept(
            &password,
            "ada.lovelace@example.com",
            "Ada Lovelace",
            protection,
        )
    }

    #[test]
    fn a_second_factor_lets_a_password_be_shorter() {
        let (alone, two) = (Protection::PasswordAlone, Protection::SecondFactor);
        assert_eq!(
            judged("fourteen chars", alone),
            Err(Refusal::PasswordTooShort)
        );
        assert_eq!(judged("fifteen letters", alone), Ok(()));
        assert_eq!(judged("seven7!", two), Err(Refusal::PasswordTooShortForTwo));
        assert_eq!(judged("eight 8!", two), Ok(()));
    }

    #[test]
    fn characters_count_however_they_are_composed() {
        // Seven letters, each with its dots apart.
        let apart = "a\u{308}e\u{308}i\u{308}o\u{308}u\u{308}y\u{308}w\u{308}";
        assert_eq!(
            judged(apart, Protection::SecondFactor),
            Err(Refusal::PasswordTooShortForTwo)
        );
        let long = "ä".repeat(10) + &"x1y2z3".repeat(20);
        assert_eq!(
            judged(&long[..long.len() - 2], Protection::PasswordAlone),
            Ok(()),
            "128 characters are fine, whatever their bytes"
        );
        assert_eq!(
            judged(&(long + "w"), Protection::PasswordAlone),
            Err(Refusal::PasswordTooLong)
        );
    }

    #[test]
    fn what_everybody_tries_first_is_refused_with_its_decorations() {
        let guessed = [
            "passwordpassword",
            "Password12345678",
            "!!Basketball2024!!",
            "qwertyuiop12345",
            "123456789987654321",
            "sunshinefootball",
            "abcabcabcabcabcab",
            "aaaaaaaaaaaaaaaaaaaa",
            "Autopilot Monster 1",
        ];
        for password in guessed {
            assert_eq!(
                judged(password, Protection::PasswordAlone),
                Err(Refusal::PasswordCommon),
                "{password}"
            );
        }
        assert_eq!(
            judged("basketball", Protection::SecondFactor),
            Err(Refusal::PasswordCommon)
        );
    }

    #[test]
    fn nobodys_own_name_or_address_is_a_password() {
        for password in [
            "Ada.Lovelace@Example.com",
            "ada.lovelace1815",
            "ADALOVELACE 18151",
            "Ada Lovelace 1815",
        ] {
            assert_eq!(
                judged(password, Protection::PasswordAlone),
                Err(Refusal::PasswordCommon),
                "{password}"
            );
        }
    }

    #[test]
    fn a_few_unrelated_words_or_much_noise_are_welcome() {
        for password in [
            "quiet-harbor-morning",
            "a perfectly fine password",
            "839201748592017",
            "七つの海を渡る風と星の歌を聞くよ",
            "zK4#mQ9!xW2$vB7",
        ] {
            assert_eq!(
                judged(password, Protection::PasswordAlone),
                Ok(()),
                "{password}"
            );
        }
    }

    #[test]
    fn the_list_of_common_passwords_is_whole() {
        assert!(COMMON.len() > 20_000, "{}", COMMON.len());
        let odd = COMMON.iter().find(|word| {
            word.chars().count() < 8 || **word != word.nfkc().collect::<String>().to_lowercase()
        });
        assert_eq!(odd, None);
    }
}
