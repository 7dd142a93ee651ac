//! An account: one person's place in the market.

use time::OffsetDateTime;

use crate::AccountId;

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
    pub created_at: OffsetDateTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Role {
    Customer,
    Support,
    Moderator,
    Admin,
}

impl Account {
    pub fn moderates(&self) -> bool {
        matches!(self.role, Role::Moderator | Role::Admin)
    }
}
