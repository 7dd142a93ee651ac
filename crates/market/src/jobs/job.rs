//! What is to be done: each kind of work, the key that makes it one, and what doing it means.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Courier;
use crate::accounts::federation::Provider;
use crate::checkout::{self, sandbox, webhook};
use crate::{
    AccountId, AvatarId, DataExportId, DownloadId, EmailChangeId, ErasureRequestId,
    ImpersonationId, InvitationId, LinkId, Market, OrderGroupId, OrderId, PaymentId, ProductId,
    ResetRequestId, Result, SessionId, SignUpId, TokenFamilyId, Tx, accounts, catalog, data_export,
    erasure, licensing, notifications,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub enum Job {
    IssueLicenses {
        order: OrderId,
    },
    SendReceipt {
        group: OrderGroupId,
    },
    CountSales {
        order: OrderId,
    },
    TellVendor {
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
    /// Somebody has signed in with a browser that was not known.
    TellNewDevice {
        account: AccountId,
        session: SessionId,
        browser: String,
        system: String,
        address: Option<String>,
        at: OffsetDateTime,
    },
    TellFactorChanged {
        account: AccountId,
        change: FactorChange,
        at: OffsetDateTime,
    },
    /// A way to sign in was added or taken away.
    TellMethodChanged {
        account: AccountId,
        provider: Provider,
        linked: bool,
        at: OffsetDateTime,
    },
    /// Somebody from support has stepped into the customer's place.
    TellImpersonated {
        impersonation: ImpersonationId,
    },
    /// An account was suspended, or let in again.
    TellSuspended {
        account: AccountId,
        suspended: bool,
        reason: String,
        at: OffsetDateTime,
    },
    /// Each sending of an invitation is a mail of its own.
    SendInvitation {
        invitation: InvitationId,
        sending: i32,
    },
    TellTokenReused {
        family: TokenFamilyId,
    },
    /// The sandbox bank tells the shop, as any payment provider would.
    DeliverSandboxWebhook {
        intent: String,
        revision: i32,
    },
    /// Mails a link that proves who reads an address.
    SendLink {
        link: LinkId,
    },
    AnswerReset {
        request: ResetRequestId,
    },
    /// Mails a code to whoever wants an account, or that they have one.
    AnswerSignUp {
        sign_up: SignUpId,
        sending: i32,
    },
    TellPasswordChanged {
        account: AccountId,
        session_version: i32,
    },
    /// Takes a picture that nobody shows any more out of the store.
    RemoveAvatar {
        avatar: AvatarId,
    },
    TellEmailChanged {
        change: EmailChangeId,
    },
    /// Writes everything about an account into a file.
    MakeDataExport {
        export: DataExportId,
    },
    TellDataExport {
        export: DataExportId,
    },
    TellOfClosing {
        account: AccountId,
        news: ClosingNews,
        at: OffsetDateTime,
    },
    /// Another date is another job.
    EraseAccount {
        account: AccountId,
        due: OffsetDateTime,
    },
    SendErasureLink {
        request: ErasureRequestId,
    },
}

/// What is to be said about an account that is being closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClosingNews {
    Asked,
    Kept,
    /// Something stood in the way on the day.
    Hindered,
}

/// What has become of somebody's second factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorChange {
    AuthenticatorAdded,
    AuthenticatorRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
}

const SEND_RECEIPT: &str = "send-receipt";
const TELL_VENDOR: &str = "tell-vendor";
const TELL_NEW_DEVICE: &str = "tell-new-device";
const TELL_FACTOR_CHANGED: &str = "tell-factor-changed";
const TELL_METHOD_CHANGED: &str = "tell-method-changed";
const TELL_IMPERSONATED: &str = "tell-impersonated";
const TELL_SUSPENDED: &str = "tell-suspended";
const TELL_TOKEN_REUSED: &str = "tell-token-reused";
const SEND_INVITATION: &str = "send-invitation";
const SEND_LINK: &str = "send-link";
const ANSWER_SIGN_UP: &str = "answer-sign-up";
const TELL_PASSWORD_CHANGED: &str = "tell-password-changed";
const TELL_EMAIL_CHANGED: &str = "tell-email-changed";
const TELL_OF_CLOSING: &str = "tell-of-closing";
const SEND_ERASURE_LINK: &str = "send-erasure-link";
const TELL_DATA_EXPORT: &str = "tell-data-export";
/// The kinds of jobs that send mail.
pub(super) const MAIL: [&str; 16] = [
    SEND_RECEIPT,
    TELL_VENDOR,
    TELL_NEW_DEVICE,
    TELL_FACTOR_CHANGED,
    TELL_METHOD_CHANGED,
    TELL_IMPERSONATED,
    TELL_SUSPENDED,
    TELL_TOKEN_REUSED,
    SEND_INVITATION,
    SEND_LINK,
    ANSWER_SIGN_UP,
    TELL_PASSWORD_CHANGED,
    TELL_EMAIL_CHANGED,
    TELL_OF_CLOSING,
    SEND_ERASURE_LINK,
    TELL_DATA_EXPORT,
];

impl Job {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::IssueLicenses { .. } => "issue-licenses",
            Self::SendReceipt { .. } => SEND_RECEIPT,
            Self::CountSales { .. } => "count-sales",
            Self::TellVendor { .. } => TELL_VENDOR,
            Self::SendInvitation { .. } => SEND_INVITATION,
            Self::CountDownloads { .. } => "count-downloads",
            Self::ProcessWebhook { .. } => "process-webhook",
            Self::SettlePayment { .. } => "settle-payment",
            Self::TellNewDevice { .. } => TELL_NEW_DEVICE,
            Self::TellFactorChanged { .. } => TELL_FACTOR_CHANGED,
            Self::TellMethodChanged { .. } => TELL_METHOD_CHANGED,
            Self::TellImpersonated { .. } => TELL_IMPERSONATED,
            Self::TellSuspended { .. } => TELL_SUSPENDED,
            Self::TellTokenReused { .. } => TELL_TOKEN_REUSED,
            Self::DeliverSandboxWebhook { .. } => "deliver-sandbox-webhook",
            Self::SendLink { .. } => SEND_LINK,
            Self::AnswerReset { .. } => "answer-reset",
            Self::AnswerSignUp { .. } => ANSWER_SIGN_UP,
            Self::TellPasswordChanged { .. } => TELL_PASSWORD_CHANGED,
            Self::RemoveAvatar { .. } => "remove-avatar",
            Self::TellEmailChanged { .. } => TELL_EMAIL_CHANGED,
            Self::TellOfClosing { .. } => TELL_OF_CLOSING,
            Self::EraseAccount { .. } => "erase-account",
            Self::SendErasureLink { .. } => SEND_ERASURE_LINK,
            Self::MakeDataExport { .. } => "make-data-export",
            Self::TellDataExport { .. } => TELL_DATA_EXPORT,
        }
    }

    /// One key for one effect: asking for it again adds nothing.
    pub(crate) fn dedupe_key(&self) -> String {
        let about = match self {
            Self::IssueLicenses { order }
            | Self::CountSales { order }
            | Self::TellVendor { order } => order.to_string(),
            Self::SendReceipt { group } => group.to_string(),
            Self::CountDownloads { download, .. } => download.to_string(),
            Self::ProcessWebhook {
                provider,
                account,
                event_id,
            } => {
                format!("{provider}:{account}:{event_id}")
            }
            Self::SettlePayment { payment } => payment.to_string(),
            Self::TellTokenReused { family } => family.to_string(),
            Self::TellNewDevice { session, .. } => session.to_string(),
            Self::TellFactorChanged {
                account,
                change,
                at,
            } => format!("{account}:{change:?}:{}", at.unix_timestamp_nanos()),
            Self::TellMethodChanged {
                account,
                provider,
                linked,
                at,
            } => format!(
                "{account}:{}:{linked}:{}",
                provider.code(),
                at.unix_timestamp_nanos()
            ),
            Self::TellImpersonated { impersonation } => impersonation.to_string(),
            Self::TellSuspended {
                account,
                suspended,
                at,
                ..
            } => format!("{account}:{suspended}:{}", at.unix_timestamp_nanos()),
            Self::SendInvitation {
                invitation,
                sending,
            } => format!("{invitation}:{sending}"),
            Self::DeliverSandboxWebhook { intent, revision } => format!("{intent}:{revision}"),
            Self::SendLink { link } => link.to_string(),
            Self::AnswerReset { request } => request.to_string(),
            Self::AnswerSignUp { sign_up, sending } => format!("{sign_up}:{sending}"),
            Self::RemoveAvatar { avatar } => avatar.to_string(),
            Self::TellPasswordChanged {
                account,
                session_version,
            } => format!("{account}:{session_version}"),
            Self::TellEmailChanged { change } => change.to_string(),
            Self::TellOfClosing { account, news, at } => {
                format!("{account}:{news:?}:{}", at.unix_timestamp_nanos())
            }
            Self::EraseAccount { account, due } => {
                format!("{account}:{}", due.unix_timestamp_nanos())
            }
            Self::SendErasureLink { request } => request.to_string(),
            Self::MakeDataExport { export } | Self::TellDataExport { export } => export.to_string(),
        };
        format!("{}:{about}", self.kind())
    }

    /// The part that reaches outside the database. It comes first, so that what it did can be recorded.
    pub(super) async fn reach_out(&self, market: &Market, courier: &dyn Courier) -> Result<()> {
        match self {
            Self::SendReceipt { group } => notifications::receipt::send(market, *group).await,
            Self::TellVendor { order } => notifications::sale::send(market, *order).await,
            Self::TellTokenReused { family } => {
                notifications::token_reuse::send(market, *family).await
            }
            Self::TellNewDevice { .. }
            | Self::TellFactorChanged { .. }
            | Self::TellMethodChanged { .. } => notifications::security::send(market, self).await,
            Self::TellImpersonated { impersonation } => {
                notifications::keepers::tell_of_impersonation(market, *impersonation).await
            }
            Self::TellSuspended {
                account,
                suspended,
                reason,
                ..
            } => {
                let key = self.dedupe_key();
                notifications::keepers::tell_of_suspension(
                    market,
                    &key,
                    (*account, *suspended),
                    reason,
                )
                .await
            }
            Self::SendInvitation {
                invitation,
                sending,
            } => notifications::invitation::send(market, *invitation, *sending).await,
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
            Self::SendLink { link } => notifications::link::send(market, *link).await,
            Self::AnswerSignUp { sign_up, sending } => {
                notifications::sign_up::send(market, *sign_up, *sending).await
            }
            Self::MakeDataExport { export } => data_export::make(market, *export).await,
            Self::TellDataExport { export } => {
                notifications::data_export::send(market, *export).await
            }
            Self::TellPasswordChanged {
                account,
                session_version,
            } => {
                notifications::sign_in_details::tell_of_password(market, *account, *session_version)
                    .await
            }
            Self::TellEmailChanged { change } => {
                notifications::sign_in_details::tell_of_email_change(market, *change).await
            }
            Self::TellOfClosing { account, news, at } => {
                notifications::closing::send(market, *account, *news, *at).await
            }
            Self::SendErasureLink { request } => {
                notifications::erasure_link::send(market, *request).await
            }
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
            Self::TellDataExport { .. }
            | Self::SendLink { .. }
            | Self::AnswerSignUp { .. }
            | Self::TellOfClosing { .. }
            | Self::SendErasureLink { .. }
            | Self::RemoveAvatar { .. }
            | Self::TellPasswordChanged { .. }
            | Self::TellEmailChanged { .. }
            | Self::SendReceipt { .. }
            | Self::TellVendor { .. }
            | Self::TellNewDevice { .. }
            | Self::TellFactorChanged { .. }
            | Self::TellMethodChanged { .. }
            | Self::TellImpersonated { .. }
            | Self::TellSuspended { .. }
            | Self::SendInvitation { .. }
            | Self::ProcessWebhook { .. }
            | Self::SettlePayment { .. }
            | Self::TellTokenReused { .. }
            | Self::DeliverSandboxWebhook { .. } => Ok(()),
        }
    }
}
