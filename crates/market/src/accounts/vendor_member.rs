//! Somebody who acts for a vendor, and what their role there lets them do.

use sqlx::PgPool;

use super::{Customer, Permission};
use crate::vendors::Vendor;
use crate::{Error, Result, VendorId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum VendorRole {
    Owner,
    Admin,
    Publisher,
    Support,
    Finance,
}

impl VendorRole {
    /// The most powerful first.
    pub const ALL: [VendorRole; 5] = [
        Self::Owner,
        Self::Admin,
        Self::Publisher,
        Self::Support,
        Self::Finance,
    ];

    /// As it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Publisher => "publisher",
            Self::Support => "support",
            Self::Finance => "finance",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Publisher => "Publisher",
            Self::Support => "Support",
            Self::Finance => "Finance",
        }
    }
}

/// Somebody who acts for a vendor. Asked of the database with each request, so that a role that was taken is gone at once.
#[derive(Clone, Debug)]
pub struct VendorMember {
    pub account: Customer,
    pub vendor: Vendor,
    pub role: VendorRole,
}

impl VendorMember {
    /// The vendor this account acts for: the chosen one while they are in its team, else the first whose team they
    /// joined. `Forbidden` when there is none.
    pub async fn of(db: &PgPool, account: Customer, chosen: Option<VendorId>) -> Result<Self> {
        let seat = sqlx::query!(
            r#"select vendor_id as "vendor: VendorId", role as "role: VendorRole"
               from vendor_member where account_id = $1
               order by vendor_id = $2 desc nulls last, since, vendor_id limit 1"#,
            account.id.0,
            chosen.map(|id| id.0),
        )
        .fetch_optional(db)
        .await?
        .ok_or(Error::Forbidden)?;
        Ok(Self {
            vendor: Vendor::find(db, seat.vendor).await?,
            role: seat.role,
            account,
        })
    }

    /// Every vendor this person acts for, by name.
    pub async fn seats(&self, db: &PgPool) -> Result<Vec<(VendorId, String)>> {
        let rows = sqlx::query!(
            r#"select vendor.id as "id: VendorId", vendor.name
               from vendor_member join vendor on vendor.id = vendor_id
               where account_id = $1 order by vendor.name, vendor.id"#,
            self.account.id.0
        )
        .fetch_all(db)
        .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// `NotFound` for a vendor this person does not act for.
    pub async fn must_sit_at(&self, db: &PgPool, vendor: VendorId) -> Result<()> {
        let seats = self.seats(db).await?;
        let there = seats.iter().any(|(id, _)| *id == vendor);
        there.then_some(()).ok_or(Error::NotFound)
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// `Forbidden` unless the role lets them.
    pub fn must(&self, permission: Permission) -> Result<()> {
        self.may(permission).then_some(()).ok_or(Error::Forbidden)
    }
}
