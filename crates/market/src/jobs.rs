//! Work that follows an event: claimed by one worker at a time, and safe to run twice.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::checkout::{self, sandbox, webhook};
use crate::{
    AccountId, AvatarId, DownloadId, EmailChangeId, Error, InvitationId, LinkId, Market,
    OrderGroupId, OrderId, PaymentId, ProductId, ResetRequestId, Result, SessionId, TokenFamilyId,
    Tx, accounts, catalog, licensing, notifications,
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
    TellOfPassword {
        account: AccountId,
        session_version: i32,
    },
    /// Takes a picture that nobody shows any more out of the store.
    RemoveAvatar {
        avatar: AvatarId,
    },
    TellOfEmailChange {
        change: EmailChangeId,
    },
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

/// Carries messages to other servers: the one door out. The server holds it.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Posts the body and returns the status of the answer.
    async fn post(
        &self,
        url: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> anyhow::Result<u16>;
}

/// Which jobs to run. Mail waits for a server of somebody else's, so nothing may wait behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Mail,
    Rest,
}

const SEND_RECEIPT: &str = "send-receipt";
const TELL_VENDOR: &str = "tell-vendor";
const TELL_NEW_DEVICE: &str = "tell-new-device";
const TELL_FACTOR_CHANGED: &str = "tell-factor-changed";
const TELL_TOKEN_REUSED: &str = "tell-token-reused";
const SEND_INVITATION: &str = "send-invitation";
const SEND_LINK: &str = "send-link";
const TELL_OF_PASSWORD: &str = "tell-of-password";
const TELL_OF_EMAIL_CHANGE: &str = "tell-of-email-change";
/// The kinds of jobs that send mail.
const MAIL: [&str; 9] = [
    SEND_RECEIPT,
    TELL_VENDOR,
    TELL_NEW_DEVICE,
    TELL_FACTOR_CHANGED,
    TELL_TOKEN_REUSED,
    SEND_INVITATION,
    SEND_LINK,
    TELL_OF_PASSWORD,
    TELL_OF_EMAIL_CHANGE,
];

/// Tries before a person has to look. With the pauses below that is about a day.
const MAX_ATTEMPTS: i32 = 9;
const LEASE: Duration = Duration::seconds(60);

impl Job {
    fn kind(&self) -> &'static str {
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
            Self::TellTokenReused { .. } => TELL_TOKEN_REUSED,
            Self::DeliverSandboxWebhook { .. } => "deliver-sandbox-webhook",
            Self::SendLink { .. } => SEND_LINK,
            Self::AnswerReset { .. } => "answer-reset",
            Self::TellOfPassword { .. } => TELL_OF_PASSWORD,
            Self::RemoveAvatar { .. } => "remove-avatar",
            Self::TellOfEmailChange { .. } => TELL_OF_EMAIL_CHANGE,
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
            Self::SendInvitation {
                invitation,
                sending,
            } => format!("{invitation}:{sending}"),
            Self::DeliverSandboxWebhook { intent, revision } => format!("{intent}:{revision}"),
            Self::SendLink { link } => link.to_string(),
            Self::AnswerReset { request } => request.to_string(),
            Self::RemoveAvatar { avatar } => avatar.to_string(),
            Self::TellOfPassword {
                account,
                session_version,
            } => format!("{account}:{session_version}"),
            Self::TellOfEmailChange { change } => change.to_string(),
        };
        format!("{}:{about}", self.kind())
    }

    /// The part that reaches outside the database. It comes first, so that what it did can be recorded.
    async fn reach_out(&self, market: &Market, courier: &dyn Courier) -> Result<()> {
        match self {
            Self::SendReceipt { group } => notifications::receipt::send(market, *group).await,
            Self::TellVendor { order } => notifications::sale::send(market, *order).await,
            Self::TellTokenReused { family } => {
                notifications::token_reuse::send(market, *family).await
            }
            Self::TellNewDevice { .. } | Self::TellFactorChanged { .. } => {
                notifications::security::send(market, self).await
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
            Self::TellOfPassword {
                account,
                session_version,
            } => {
                notifications::sign_in_details::tell_of_password(market, *account, *session_version)
                    .await
            }
            Self::TellOfEmailChange { change } => {
                notifications::sign_in_details::tell_of_email_change(market, *change).await
            }
            Self::IssueLicenses { .. }
            | Self::CountSales { .. }
            | Self::CountDownloads { .. }
            | Self::AnswerReset { .. } => Ok(()),
        }
    }

    /// The part inside the database, in the transaction that also marks the job as done.
    async fn apply(&self, market: &Market, tx: &mut Tx) -> Result<()> {
        match self {
            Self::IssueLicenses { order } => licensing::issue(market, tx, *order).await,
            Self::CountSales { order } => catalog::recount_sales(tx, *order, market.now()).await,
            Self::CountDownloads { product, .. } => catalog::recount_downloads(tx, *product).await,
            Self::AnswerReset { request } => accounts::answer_reset(market, tx, *request).await,
            Self::SendLink { .. }
            | Self::RemoveAvatar { .. }
            | Self::TellOfPassword { .. }
            | Self::TellOfEmailChange { .. }
            | Self::SendReceipt { .. }
            | Self::TellVendor { .. }
            | Self::TellNewDevice { .. }
            | Self::TellFactorChanged { .. }
            | Self::SendInvitation { .. }
            | Self::ProcessWebhook { .. }
            | Self::SettlePayment { .. }
            | Self::TellTokenReused { .. }
            | Self::DeliverSandboxWebhook { .. } => Ok(()),
        }
    }
}

/// Writes the job down; it runs after the caller's transaction has committed.
pub async fn enqueue(tx: &mut Tx, job: &Job, now: OffsetDateTime) -> Result<()> {
    let args = serde_json::to_value(job).map_err(anyhow::Error::from)?;
    sqlx::query!(
        "insert into job (kind, args, dedupe_key, run_at, created_at) values ($1, $2, $3, $4, $4)
         on conflict on constraint job_dedupe_key do nothing",
        job.kind(),
        args,
        job.dedupe_key(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A job under this worker's lease.
struct Claimed {
    id: i64,
    job: Result<Job, serde_json::Error>,
    attempts: i32,
    token: Uuid,
}

/// Claims and runs up to `max` due jobs of the lane, one after another, and returns how many it ran.
pub async fn run_due(
    market: &Market,
    courier: &dyn Courier,
    lane: Lane,
    max: usize,
) -> Result<usize> {
    for ran in 0..max {
        let Some(claimed) = claim(&market.db, lane, market.now()).await? else {
            return Ok(ran);
        };
        if let Err(error) = run(market, courier, &claimed).await {
            set_aside(market, &claimed, error).await?;
        }
    }
    Ok(max)
}

async fn claim(db: &PgPool, lane: Lane, now: OffsetDateTime) -> Result<Option<Claimed>> {
    let token = Uuid::new_v4();
    let kinds = MAIL.map(str::to_owned);
    let row = sqlx::query!(
        "update job set lease_token = $1, lease_until = $2, attempts = attempts + 1
         where id = (select id from job
                     where done_at is null and parked_at is null and run_at <= $3
                       and (lease_until is null or lease_until < $3)
                       and kind = any ($4) = $5
                     order by run_at, id limit 1 for update skip locked)
         returning id, args, attempts",
        token,
        now + LEASE,
        now,
        kinds.as_slice(),
        lane == Lane::Mail,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Claimed {
        id: row.id,
        job: serde_json::from_value(row.args),
        attempts: row.attempts,
        token,
    }))
}

async fn run(market: &Market, courier: &dyn Courier, claimed: &Claimed) -> Result<()> {
    let job = claimed
        .job
        .as_ref()
        .map_err(|e| anyhow::anyhow!("a job of another release: {e}"))?;
    fail::fail_point!("job-before-effect");
    job.reach_out(market, courier).await?;
    fail::fail_point!("job-effect-before-done");
    let mut tx = market.begin().await?;
    job.apply(market, &mut tx).await?;
    let done = sqlx::query!(
        "update job set done_at = $3, lease_token = null, lease_until = null, last_error = null
         where id = $1 and lease_token = $2",
        claimed.id,
        claimed.token,
        market.now(),
    )
    .execute(&mut *tx)
    .await?;
    // Someone else took the job over while this worker was away: their run counts, this one is rolled back.
    if done.rows_affected() == 1 {
        tx.commit().await?;
    }
    Ok(())
}

/// A refusal parks the job for a person, and so does a mail server's last word; a failure tries again later.
async fn set_aside(market: &Market, claimed: &Claimed, error: Error) -> Result<()> {
    let now = market.now();
    let hopeless = claimed.attempts >= MAX_ATTEMPTS
        || match &error {
            Error::Failed(cause) => notifications::refused_for_good(cause),
            Error::Busy | Error::TooOften(_) => false,
            _ => true,
        };
    let said = match &error {
        Error::Failed(cause) => format!("{cause:#}"),
        other => other.to_string(),
    };
    if hopeless {
        tracing::error!(job = claimed.id, error = %said, "job parked");
    } else {
        tracing::warn!(job = claimed.id, attempt = claimed.attempts, error = %said, "job will be tried again");
    }
    sqlx::query!(
        "update job set lease_token = null, lease_until = null, last_error = $3,
                parked_at = case when $4 then $5::timestamptz end, run_at = $6
         where id = $1 and lease_token = $2",
        claimed.id,
        claimed.token,
        said,
        hopeless,
        now,
        now + pause_after(claimed.attempts),
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

fn pause_after(attempt: i32) -> Duration {
    match attempt {
        ..=1 => Duration::seconds(2),
        2 => Duration::seconds(10),
        3 => Duration::minutes(1),
        4 => Duration::minutes(5),
        5 => Duration::minutes(30),
        6 => Duration::hours(2),
        7 => Duration::hours(6),
        _ => Duration::hours(12),
    }
}

/// How many jobs are neither done nor parked.
pub async fn waiting(db: &PgPool) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from job where done_at is null and parked_at is null"#
    )
    .fetch_one(db)
    .await?)
}
