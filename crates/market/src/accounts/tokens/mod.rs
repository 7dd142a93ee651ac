//! Tokens that a program gets for its key, so that the key itself can stay at home: an access token of 15 minutes, and a
//! refresh token of 7 days that works once and leads to the next.

mod jwt;
mod owning;
mod refreshing;
mod signing;
mod using;

pub use owning::{OpenTokens, end, open};
pub use refreshing::{Tokens, begin, refresh, revoke};
pub use using::by_access_token;

use time::Duration;

/// How long an access token works.
pub const ACCESS_FOR: Duration = Duration::minutes(15);
/// How long a refresh token waits to be used.
pub const REFRESH_FOR: Duration = Duration::days(7);
