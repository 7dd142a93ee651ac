//! What happened, as rows of the transaction in which it happened, and what the market then does by itself.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::jobs::{self, Job, Mailing};
use crate::{
    AccountId, DownloadId, EmailChangeId, EventId, LicenseId, OrderGroupId, OrderId, ProductId,
    Result, Tx,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    AccountCreated {
        account: AccountId,
    },
    EmailVerified {
        account: AccountId,
    },
    /// Sessions begun under an older version have ended with it.
    PasswordChanged {
        account: AccountId,
        session_version: i32,
    },
    EmailChanged {
        account: AccountId,
        change: EmailChangeId,
    },
    /// Nobody is behind it any more.
    AccountErased {
        account: AccountId,
    },
    /// Anything a shopper can see of it has changed: the search index follows these.
    ProductChanged {
        product: ProductId,
    },
    OrderPlaced {
        order: OrderId,
    },
    OrderPaid {
        order: OrderId,
        group: OrderGroupId,
    },
    OrderVoided {
        order: OrderId,
    },
    LicenseIssued {
        license: LicenseId,
        group: OrderGroupId,
    },
    DownloadStarted {
        download: DownloadId,
        product: ProductId,
    },
}

impl Event {
    /// The public name of this kind of event.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AccountCreated { .. } => "user.registered",
            Self::EmailVerified { .. } => "user.verified",
            Self::PasswordChanged { .. } => "user.password_changed",
            Self::EmailChanged { .. } => "user.email_changed",
            Self::AccountErased { .. } => "user.deleted",
            Self::ProductChanged { .. } => "product.changed",
            Self::OrderPlaced { .. } => "order.created",
            Self::OrderPaid { .. } => "order.paid",
            Self::OrderVoided { .. } => "order.voided",
            Self::LicenseIssued { .. } => "license.issued",
            Self::DownloadStarted { .. } => "download.initiated",
        }
    }

    fn object(&self) -> (&'static str, uuid::Uuid) {
        match self {
            Self::AccountCreated { account }
            | Self::EmailVerified { account }
            | Self::PasswordChanged { account, .. }
            | Self::EmailChanged { account, .. }
            | Self::AccountErased { account } => ("account", account.0),
            Self::ProductChanged { product } | Self::DownloadStarted { product, .. } => {
                ("product", product.0)
            }
            Self::OrderPlaced { order }
            | Self::OrderPaid { order, .. }
            | Self::OrderVoided { order } => ("order", order.0),
            Self::LicenseIssued { license, .. } => ("license", license.0),
        }
    }

    /// What the market does by itself when this has happened.
    pub fn reactions(&self) -> Vec<Job> {
        match *self {
            Self::OrderPaid { order, .. } => vec![
                Job::IssueLicenses { order },
                Job::CountSales { order },
                Mailing::TellVendor { order }.into(),
            ],
            // The receipt shows the licenses, so it waits for them.
            Self::LicenseIssued { group, .. } => vec![Mailing::SendReceipt { group }.into()],
            Self::DownloadStarted { download, product } => {
                vec![Job::CountDownloads { download, product }]
            }
            Self::PasswordChanged {
                account,
                session_version,
            } => vec![
                Mailing::TellPasswordChanged {
                    account,
                    session_version,
                }
                .into(),
            ],
            Self::EmailChanged { change, .. } => vec![Mailing::TellEmailChanged { change }.into()],
            Self::AccountCreated { .. }
            | Self::AccountErased { .. }
            | Self::EmailVerified { .. }
            | Self::ProductChanged { .. }
            | Self::OrderPlaced { .. }
            | Self::OrderVoided { .. } => Vec::new(),
        }
    }
}

/// Writes the event and the jobs it asks for. They exist exactly if the caller's transaction commits.
pub async fn record(tx: &mut Tx, event: Event, now: OffsetDateTime) -> Result<()> {
    let (object_type, object_id) = event.object();
    let data = serde_json::to_value(&event).map_err(anyhow::Error::from)?;
    sqlx::query!(
        "insert into event (id, kind, object_type, object_id, data, occurred_at) values ($1, $2, $3, $4, $5, $6)",
        EventId::new(now).0,
        event.kind(),
        object_type,
        object_id,
        data,
        now,
    )
    .execute(&mut **tx)
    .await?;
    for job in event.reactions() {
        jobs::enqueue(tx, job, now).await?;
    }
    Ok(())
}
