//! Acting in a customer's place, to help them: for half an hour, with a reason, seen and recorded. Never with their money or
//! their secrets, and never in the place of somebody who keeps the market.

mod beginning;
mod ending;
mod standing;

pub use beginning::{Begun, begin};
pub use ending::end;
pub use standing::{Impersonation, note, of_session};

use time::Duration;

/// How long it lasts. Going on takes a new reason.
pub const LASTS: Duration = Duration::minutes(30);
