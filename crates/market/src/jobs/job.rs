//! What is to be done: each kind of work, the key that makes it one, and what doing it means.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Courier, Mailing};
use crate::checkout::{self, sandbox, webhook};
use crate::{
    AccountId, AvatarId, DataExportId, DownloadId, Market, OrderId, PaymentId, ProductId,
    ResetRequestId, Result, Tx, accounts, catalog, data_export, erasure, licensing,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub enum Job {
    IssueLicenses {
        order: OrderId,
    },
    CountSales {
        order: OrderId,
    },
    CountDownloads {
        download: DownloadId,
        product: ProductId,
    },
    ProcessWebhook {
        provider: String,
        account: String,
        event_id: String,
    },
    SettlePayment {
        payment: PaymentId,
    },
    /// The sandbox bank tells the shop, as any payment provider would.
    DeliverSandboxWebhook {
        intent: String,
        revision: i32,
    },
    AnswerReset {
        request: ResetRequestId,
    },
    /// Takes a picture that nobody shows any more out of the store.
    RemoveAvatar {
        avatar: AvatarId,
    },
    /// Writes everything about an account into a file.
    MakeDataExport {
        export: DataExportId,
    },
    /// Another date is another job.
    EraseAccount {
        account: AccountId,
        due: OffsetDateTime,
    },
    #[serde(untagged)]
    Mail(Mailing),
}

impl From<Mailing> for Job {
    fn from(mailing: Mailing) -> Self {
        Self::Mail(mailing)
    }
}

impl Job {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::IssueLicenses { .. } => "issue-licenses",
            Self::CountSales { .. } => "count-sales",
            Self::CountDownloads { .. } => "count-downloads",
            Self::ProcessWebhook { .. } => "process-webhook",
            Self::SettlePayment { .. } => "settle-payment",
            Self::DeliverSandboxWebhook { .. } => "deliver-sandbox-webhook",
            Self::AnswerReset { .. } => "answer-reset",
            Self::RemoveAvatar { .. } => "remove-avatar",
            Self::MakeDataExport { .. } => "make-data-export",
            Self::EraseAccount { .. } => "erase-account",
            Self::Mail(mailing) => mailing.kind(),
        }
    }

    /// One key for one effect: asking for it again adds nothing.
    pub(super) fn dedupe_key(&self) -> String {
        let about = match self {
            Self::IssueLicenses { order } | Self::CountSales { order } => order.to_string(),
            Self::CountDownloads { download, .. } => download.to_string(),
            Self::ProcessWebhook {
                provider,
                account,
                event_id,
            } => {
                format!("{provider}:{account}:{event_id}")
            }
            Self::SettlePayment { payment } => payment.to_string(),
            Self::DeliverSandboxWebhook { intent, revision } => format!("{intent}:{revision}"),
            Self::AnswerReset { request } => request.to_string(),
            Self::RemoveAvatar { avatar } => avatar.to_string(),
            Self::MakeDataExport { export } => export.to_string(),
            Self::EraseAccount { account, due } => {
                format!("{account}:{}", due.unix_timestamp_nanos())
            }
            Self::Mail(mailing) => return mailing.dedupe_key(),
        };
        format!("{}:{about}", self.kind())
    }

    /// The part that reaches outside the database. It comes first, so that what it did can be recorded.
    pub(super) async fn reach_out(&self, market: &Market, courier: &dyn Courier) -> Result<()> {
        match self {
            Self::Mail(mailing) => mailing.send(market).await,
            Self::ProcessWebhook {
                provider,
                account,
                event_id,
            } => webhook::process(market, provider, account, event_id).await,
            Self::SettlePayment { payment } => checkout::settle(market, *payment).await.map(drop),
            Self::DeliverSandboxWebhook { intent, revision } => {
                sandbox::deliver(market, courier, intent, *revision).await
            }
            Self::RemoveAvatar { avatar } => accounts::remove_avatar_file(market, *avatar).await,
            Self::MakeDataExport { export } => data_export::make(market, *export).await,
            Self::EraseAccount { .. }
            | Self::IssueLicenses { .. }
            | Self::CountSales { .. }
            | Self::CountDownloads { .. }
            | Self::AnswerReset { .. } => Ok(()),
        }
    }

    /// The part inside the database, in the transaction that also marks the job as done.
    pub(super) async fn apply(&self, market: &Market, tx: &mut Tx) -> Result<()> {
        match self {
            Self::IssueLicenses { order } => licensing::issue(market, tx, *order).await,
            Self::CountSales { order } => catalog::recount_sales(tx, *order, market.now()).await,
            Self::CountDownloads { product, .. } => catalog::recount_downloads(tx, *product).await,
            Self::AnswerReset { request } => accounts::answer_reset(market, tx, *request).await,
            Self::EraseAccount { account, due } => {
                erasure::erase_account(market, tx, *account, *due).await
            }
            Self::MakeDataExport { export } => data_export::finish(market, tx, *export).await,
            Self::Mail(_)
            | Self::RemoveAvatar { .. }
            | Self::ProcessWebhook { .. }
            | Self::SettlePayment { .. }
            | Self::DeliverSandboxWebhook { .. } => Ok(()),
        }
    }
}
