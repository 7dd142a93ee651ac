//! An access token: a JSON web token (RFC 9068) that says who acts for whom, where it is good and until when.

use anyhow::anyhow;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::signing;
use crate::keys::Purpose;
use crate::{AccountId, Keys, Market, Result, TokenFamilyId};

/// Where these are good: the API, and no page.
const AUDIENCE: &str = "api";
/// So that no other token can be taken for one of these.
const KIND: &str = "at+jwt";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    pub sub: AccountId,
    /// The family that can be ended before the token has run out.
    pub fam: TokenFamilyId,
    pub scope: String,
    pub iat: i64,
    pub exp: i64,
    pub jti: Uuid,
}

impl Claims {
    pub fn new(
        market: &Market,
        (sub, fam): (AccountId, TokenFamilyId),
        scopes: &[String],
        until: OffsetDateTime,
    ) -> Self {
        Self {
            iss: market.public_url.clone(),
            aud: AUDIENCE.to_owned(),
            sub,
            fam,
            scope: scopes.join(" "),
            iat: market.now().unix_timestamp(),
            exp: until.unix_timestamp(),
            jti: Uuid::new_v4(),
        }
    }
}

pub fn sign(keys: &Keys, claims: &Claims) -> Result<String> {
    signing::install();
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some(KIND.to_owned());
    let key = EncodingKey::from_secret(&keys.derive(Purpose::AccessToken));
    let signed = key.and_then(|key| encode(&header, claims, &key));
    Ok(signed.map_err(|error| anyhow!("signing a token failed: {error}"))?)
}

/// What a token says, if we said it, to this shop's API, and its time has not run out.
pub fn read(keys: &Keys, issuer: &str, token: &str, now: OffsetDateTime) -> Option<Claims> {
    signing::install();
    let mut wanted = Validation::new(Algorithm::HS256);
    wanted.set_audience(&[AUDIENCE]);
    wanted.set_issuer(&[issuer]);
    wanted.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    // By the market's clock, below.
    wanted.validate_exp = false;
    let key = DecodingKey::from_secret(&keys.derive(Purpose::AccessToken)).ok()?;
    let read = decode::<Claims>(token, &key, &wanted).ok()?;
    let fits = read.header.typ.as_deref() == Some(KIND) && read.claims.exp > now.unix_timestamp();
    fits.then_some(read.claims)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use time::Duration;

    use super::*;

    const SHOP: &str = "https://shop.example";

    fn claims(now: OffsetDateTime) -> Claims {
        Claims {
            iss: SHOP.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: AccountId::new(now),
            fam: TokenFamilyId::new(now),
            scope: "account:read".to_owned(),
            iat: now.unix_timestamp(),
            exp: (now + Duration::minutes(15)).unix_timestamp(),
            jti: Uuid::new_v4(),
        }
    }

    #[test]
    fn a_token_is_believed_for_its_time_its_place_and_its_shop() {
        let (keys, now) = (Keys::from_master([1; 32]), OffsetDateTime::UNIX_EPOCH);
        let said = claims(now);
        let token = sign(&keys, &said).expect("token");
        assert_eq!(read(&keys, SHOP, &token, now), Some(said.clone()));
        let last = now + Duration::seconds(15 * 60 - 1);
        assert!(read(&keys, SHOP, &token, last).is_some());
        let over = last + Duration::seconds(1);
        assert_eq!(read(&keys, SHOP, &token, over), None);
        assert_eq!(read(&keys, "https://other.example", &token, now), None);
        let other = Keys::from_master([2; 32]);
        assert_eq!(read(&other, SHOP, &token, now), None);
        let elsewhere = Claims {
            aud: "web".to_owned(),
            ..said
        };
        let token = sign(&keys, &elsewhere).expect("token");
        assert_eq!(read(&keys, SHOP, &token, now), None, "another audience");
    }

    #[test]
    fn a_token_cannot_be_made_up_or_changed() {
        let (keys, now) = (Keys::from_master([1; 32]), OffsetDateTime::UNIX_EPOCH);
        let token = sign(&keys, &claims(now)).expect("token");
        let parts: Vec<&str> = token.split('.').collect();
        let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let unsigned = encoded(r#"{"alg":"none","typ":"at+jwt"}"#);
        let other = encoded(r#"{"alg":"HS384","typ":"at+jwt"}"#);
        let more = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).expect("claims"));
        let more = encoded(&more.expect("text").replace("account:read", "account:all"));
        for forged in [
            format!("{unsigned}.{}.", parts[1]),
            format!("{unsigned}.{}.{}", parts[1], parts[2]),
            format!("{other}.{}.{}", parts[1], parts[2]),
            format!("{}.{more}.{}", parts[0], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            "..".to_owned(),
            String::new(),
        ] {
            assert_eq!(read(&keys, SHOP, &forged, now), None, "{forged}");
        }
    }
}
