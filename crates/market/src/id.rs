//! Identifiers: a type for each thing, so that a product's id cannot be passed for an order's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::{NoContext, Timestamp, Uuid};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id that sorts by the time given.
            pub fn new(now: OffsetDateTime) -> Self {
                Self(time_ordered(now))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }
    )+};
}

ids! {
    AccountId,
    /// One sign-in, for as long as it lasts.
    SessionId,
    PasskeyId,
    VendorId, CategoryId, ProductId, PriceId, VersionId, AssetId, ReviewId, CartId,
    /// One checkout.
    OrderGroupId,
    /// One vendor's part of a checkout.
    OrderId,
    OrderLineId, PaymentId, EntitlementId, LicenseId, DownloadId, EventId, InvitationId, ApiKeyId,
    /// The tokens that follow from one another.
    TokenFamilyId,
    /// One time in which somebody acts in a customer's place.
    ImpersonationId,
    /// A link sent to one account by mail.
    LinkId,
    /// A form for an account, until the code that was mailed is typed.
    SignUpId,
    EmailChangeId, ResetRequestId, ErasureId, ErasureRequestId, AvatarId, AddressId, ConsentId, DataExportId,
    /// Minted into a form when it is rendered, so that posting it twice is one act.
    IdempotencyKey,
}

impl IdempotencyKey {
    pub fn mint() -> Self {
        Self(Uuid::new_v4())
    }
}

fn time_ordered(now: OffsetDateTime) -> Uuid {
    let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.nanosecond()))
}
