//! An account: one person's place in the market.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::Permission;
use crate::{AccountId, AvatarId, Result};

#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: Role,
    /// Whether this person acts for a vendor.
    pub sells: bool,
    /// Sessions begun under another version are over.
    pub session_version: i32,
    /// When it will be erased; nothing for an account that stays.
    pub closing_at: Option<OffsetDateTime>,
    pub avatar: Option<AvatarId>,
    /// In which times are shown to them; one of `time_zones()`.
    pub time_zone: String,
    pub created_at: OffsetDateTime,
}

/// An account of a row that has its columns beside others.
macro_rules! account {
    ($row:expr) => {
        $crate::accounts::Account {
            id: $row.id,
            email: $row.email,
            name: $row.name,
            role: $row.role,
            sells: $row.sells,
            session_version: $row.session_version,
            closing_at: $row.closing_at,
            avatar: $row.avatar,
            time_zone: $row.time_zone,
            created_at: $row.created_at,
        }
    };
}
pub(super) use account;

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Role {
    Customer,
    Support,
    Moderator,
    Admin,
}

impl Role {
    pub const ALL: [Role; 4] = [Self::Customer, Self::Support, Self::Moderator, Self::Admin];

    /// As it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Support => "support",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Support => "Support",
            Self::Moderator => "Moderator",
            Self::Admin => "Admin",
        }
    }
}

impl Account {
    /// Whether this person has a desk in the administration.
    pub fn keeps_the_market(&self) -> bool {
        self.role.may(Permission::SeeMarket)
    }
}

/// Whether somebody has shown that they read the account's address.
pub async fn is_verified(db: &PgPool, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select email_verified_at is not null as "verified!" from account where id = $1"#,
        account.0
    )
    .fetch_one(db)
    .await?)
}
