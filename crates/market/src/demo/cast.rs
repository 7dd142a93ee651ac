//! The demo's people.

use std::collections::HashMap;

use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use super::catalog::{Catalog, VendorEntry};
use crate::accounts::hash_password;
use crate::audit::Actor;
use crate::consent::{self, Document};
use crate::{AccountId, CategoryId, Result, Tx, VendorId, markdown};

/// An account of the demo to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    pub role: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
}

pub const SIGN_INS: [SignIn; 3] = [
    SignIn {
        role: "customer",
        name: "Robin Castellan",
        email: "customer@example.com",
        password: "quiet-harbor-morning",
    },
    SignIn {
        role: "vendor",
        name: "Johanna Kiefer",
        email: "vendor@example.com",
        password: "copper-lantern-bridge",
    },
    SignIn {
        role: "admin",
        name: "Ines Okafor",
        email: "admin@example.com",
        password: "granite-willow-window",
    },
];

pub(super) struct Cast {
    /// The customer one can sign in as.
    pub customer: AccountId,
    /// Everybody who buys and reviews, by name.
    pub buyers: Vec<(String, AccountId)>,
    pub vendors: HashMap<String, VendorId>,
    pub categories: HashMap<String, CategoryId>,
}

pub(super) async fn bring_in(tx: &mut Tx, catalog: &Catalog, now: OffsetDateTime) -> Result<Cast> {
    let opened = now - Duration::days(365);
    let mut people = HashMap::new();
    for sign_in in SIGN_INS {
        let hash = hash_password(&SecretString::from(sign_in.password)).await?;
        let role = if sign_in.role == "admin" {
            "admin"
        } else {
            "customer"
        };
        let id = insert_account(
            tx,
            sign_in.name,
            sign_in.email,
            Some(hash),
            role,
            opened,
            now,
        )
        .await?;
        people.insert(sign_in.role, id);
    }
    let mut buyers = Vec::new();
    for customer in &catalog.customers {
        let id = insert_account(
            tx,
            &customer.name,
            &customer.email,
            None,
            "customer",
            opened,
            now,
        )
        .await?;
        buyers.push((customer.name.clone(), id));
    }
    let mut vendors = HashMap::new();
    for (nth, vendor) in catalog.vendors.iter().enumerate() {
        // The vendor one can sign in as owns the first; the others have owners nobody can sign in as.
        let owner = match people.get("vendor") {
            Some(id) if nth == 0 => *id,
            _ => {
                insert_account(
                    tx,
                    &vendor.name,
                    &format!("{}@example.com", vendor.handle),
                    None,
                    "customer",
                    opened,
                    now,
                )
                .await?
            }
        };
        vendors.insert(
            vendor.handle.clone(),
            insert_vendor(tx, vendor, owner, opened).await?,
        );
    }
    Ok(Cast {
        customer: people.get("customer").copied().unwrap_or(buyers[0].1),
        buyers,
        vendors,
        categories: insert_categories(tx, catalog, opened).await?,
    })
}

async fn insert_account(
    tx: &mut Tx,
    name: &str,
    email: &str,
    password_hash: Option<String>,
    role: &str,
    opened: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<AccountId> {
    let id = AccountId::new(opened);
    sqlx::query!(
        "insert into account (id, email, name, password_hash, role, email_verified_at, created_at) values ($1, $2, $3, $4, $5, $6, $6)",
        id.0,
        email,
        name,
        password_hash,
        role,
        opened,
    )
    .execute(&mut **tx)
    .await?;
    for document in [Document::Terms, Document::Privacy] {
        consent::note(
            tx,
            id,
            document,
            consent::Way::SignUp,
            &Actor::default(),
            now,
        )
        .await?;
    }
    Ok(id)
}

async fn insert_vendor(
    tx: &mut Tx,
    vendor: &VendorEntry,
    owner: AccountId,
    opened: OffsetDateTime,
) -> Result<VendorId> {
    let id = VendorId::new(opened);
    sqlx::query!(
        "insert into vendor (id, handle, name, tagline, about_md, about_html, country, state, verified_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'approved', $8, $9)",
        id.0,
        vendor.handle,
        vendor.name,
        vendor.tagline,
        vendor.about_md,
        markdown::to_html(&vendor.about_md),
        vendor.country,
        vendor.verified.then_some(opened),
        opened,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into vendor_member (vendor_id, account_id, role, since) values ($1, $2, 'owner', $3)",
        id.0,
        owner.0,
        opened
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

async fn insert_categories(
    tx: &mut Tx,
    catalog: &Catalog,
    opened: OffsetDateTime,
) -> Result<HashMap<String, CategoryId>> {
    let mut known: HashMap<String, CategoryId> = HashMap::new();
    let mut entries: Vec<_> = catalog.categories.iter().collect();
    entries.sort_by_key(|category| category.path.matches('/').count());
    for category in entries {
        let id = CategoryId::new(opened);
        let parent = category
            .path
            .rsplit_once('/')
            .and_then(|(parent, _)| known.get(parent));
        sqlx::query!(
            "insert into category (id, parent_id, path, name, description, position) values ($1, $2, $3, $4, $5, $6)",
            id.0,
            parent.map(|id| id.0),
            category.path,
            category.name,
            category.description,
            category.position,
        )
        .execute(&mut **tx)
        .await?;
        known.insert(category.path.clone(), id);
    }
    Ok(known)
}
