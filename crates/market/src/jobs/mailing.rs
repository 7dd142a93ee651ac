//! Mail that is to be sent: each kind, the key that makes it one, and whose letter it is.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::accounts::federation::Provider;
use crate::{
    AccountId, DataExportId, EmailChangeId, ErasureRequestId, ImpersonationId, InvitationId,
    LinkId, Market, OrderGroupId, OrderId, Result, SessionId, SignUpId, TokenFamilyId,
    notifications,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub enum Mailing {
    SendReceipt {
        group: OrderGroupId,
    },
    TellVendor {
        order: OrderId,
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
    /// Mails a link that proves who reads an address.
    SendLink {
        link: LinkId,
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
    TellEmailChanged {
        change: EmailChangeId,
    },
    TellDataExport {
        export: DataExportId,
    },
    TellOfClosing {
        account: AccountId,
        news: ClosingNews,
        at: OffsetDateTime,
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

macro_rules! kinds {
    ($($name:ident: $kind:literal,)+) => {
        /// All kinds, which have a lane of their own.
        pub(super) const KINDS: &[&str] = &[$($kind,)+];

        pub(super) fn kind(&self) -> &'static str {
            match self { $(Self::$name { .. } => $kind,)+ }
        }
    };
}

impl Mailing {
    kinds! {
        SendReceipt: "send-receipt",
        TellVendor: "tell-vendor",
        TellNewDevice: "tell-new-device",
        TellFactorChanged: "tell-factor-changed",
        TellMethodChanged: "tell-method-changed",
        TellImpersonated: "tell-impersonated",
        TellSuspended: "tell-suspended",
        SendInvitation: "send-invitation",
        TellTokenReused: "tell-token-reused",
        SendLink: "send-link",
        AnswerSignUp: "answer-sign-up",
        TellPasswordChanged: "tell-password-changed",
        TellEmailChanged: "tell-email-changed",
        TellDataExport: "tell-data-export",
        TellOfClosing: "tell-of-closing",
        SendErasureLink: "send-erasure-link",
    }

    /// One key for one mail: asking for it again adds nothing.
    pub(crate) fn dedupe_key(&self) -> String {
        let about = match self {
            Self::SendReceipt { group } => group.to_string(),
            Self::TellVendor { order } => order.to_string(),
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
            Self::TellTokenReused { family } => family.to_string(),
            Self::SendLink { link } => link.to_string(),
            Self::AnswerSignUp { sign_up, sending } => format!("{sign_up}:{sending}"),
            Self::TellPasswordChanged {
                account,
                session_version,
            } => format!("{account}:{session_version}"),
            Self::TellEmailChanged { change } => change.to_string(),
            Self::TellDataExport { export } => export.to_string(),
            Self::TellOfClosing { account, news, at } => {
                format!("{account}:{news:?}:{}", at.unix_timestamp_nanos())
            }
            Self::SendErasureLink { request } => request.to_string(),
        };
        format!("{}:{about}", self.kind())
    }

    pub(super) async fn send(&self, market: &Market) -> Result<()> {
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
                let (key, what) = (self.dedupe_key(), (*account, *suspended));
                notifications::keepers::tell_of_suspension(market, &key, what, reason).await
            }
            Self::SendInvitation {
                invitation,
                sending,
            } => notifications::invitation::send(market, *invitation, *sending).await,
            Self::SendLink { link } => notifications::link::send(market, *link).await,
            Self::AnswerSignUp { sign_up, sending } => {
                notifications::sign_up::send(market, *sign_up, *sending).await
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
            Self::TellDataExport { export } => {
                notifications::data_export::send(market, *export).await
            }
            Self::TellOfClosing { account, news, at } => {
                notifications::closing::send(market, *account, *news, *at).await
            }
            Self::SendErasureLink { request } => {
                notifications::erasure_link::send(market, *request).await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::OffsetDateTime;

    use super::Mailing;
    use crate::LinkId;
    use crate::jobs::Job;

    #[test]
    fn a_mail_is_stored_like_any_other_job_under_its_kind() {
        let link = LinkId::new(OffsetDateTime::UNIX_EPOCH);
        let job = Job::from(Mailing::SendLink { link });
        let stored = serde_json::to_value(&job).expect("json");
        assert_eq!(stored, json!({ "job": job.kind(), "link": link }));
        assert!(Mailing::KINDS.contains(&job.kind()));
        assert_eq!(serde_json::from_value::<Job>(stored).expect("job"), job);
    }
}
