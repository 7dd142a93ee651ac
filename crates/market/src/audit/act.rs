//! The catalog of acts that are recorded: a stable word for each, and what its account's owner reads.

macro_rules! acts {
    ($($name:ident = $code:literal, $label:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Act {
            $($name,)+
        }

        impl Act {
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word it is stored under. Never renamed: entries cannot be changed.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What happened, as people say it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }
        }
    };
}

acts! {
    SignedIn = "session.began", "Signed in";
    SignInFailed = "session.refused", "Sign-in failed: wrong password";
    SignedOut = "session.ended", "Signed out";
    SessionEnded = "session.revoked", "Signed a device out";
    OtherSessionsEnded = "session.revoked-others", "Signed all other devices out";
    IdentityProved = "identity.proved", "Confirmed it is you";
    ProofFailed = "identity.refused", "Confirmation failed";
    AuthenticatorAdded = "factor.authenticator-added", "Set up an authenticator app";
    AuthenticatorRemoved = "factor.authenticator-removed", "Removed the authenticator app";
    PasskeyAdded = "factor.passkey-added", "Added a passkey";
    PasskeyRemoved = "factor.passkey-removed", "Removed a passkey";
    RecoveryCodesMade = "factor.recovery-codes-made", "Made new recovery codes";
    RecoveryCodeUsed = "factor.recovery-code-used", "Used a recovery code";
    RoleGiven = "role.given", "Changed somebody's role at the market";
    AccountSuspended = "account.suspended", "Suspended the account";
    AccountRestored = "account.restored", "Ended the account's suspension";
    ImpersonationBegan = "impersonation.began", "Support looked at the account";
    ImpersonationEnded = "impersonation.ended", "Support left the account";
    ImpersonationActed = "impersonation.acted", "Support did something in the account";
    ImpersonationRefused = "impersonation.refused", "Support was refused something in the account";
    SignInMethodLinked = "method.linked", "Added a way to sign in";
    SignInMethodUnlinked = "method.unlinked", "Removed a way to sign in";
    TeamInvited = "team.invited", "Invited somebody into a team";
    TeamInvitedAgain = "team.invited-again", "Sent an invitation again";
    TeamInvitationWithdrawn = "team.invitation-withdrawn", "Took an invitation back";
    TeamJoined = "team.joined", "Joined a team";
    TeamRoleGiven = "team.role-given", "Changed somebody's role in a team";
    TeamMemberRemoved = "team.removed", "Removed somebody from a team";
    TeamLeft = "team.left", "Left a team";
    AccountOpened = "account.opened", "Opened the account";
    EmailChangeAsked = "email.change-asked", "Asked for another e-mail address";
    EmailChanged = "email.changed", "Changed the e-mail address";
    PasswordChanged = "password.changed", "Changed the password";
    ClosingAsked = "closing.asked", "Asked for the account to be closed";
    AccountKept = "closing.called-off", "Kept the account after all";
    AccountErased = "account.erased", "The account was erased";
    AddressErased = "address.erased", "What was known about an address was erased";
    PasswordReset = "password.reset", "Set a new password by mail";
    ApiKeyMade = "api-key.made", "Made an API key";
    ApiKeyRevoked = "api-key.revoked", "Revoked an API key";
    TokensEnded = "token.ended", "Ended the tokens of a program";
    TokenReused = "token.reused", "A program's token was used twice, so its tokens were ended";
    DataExportAsked = "data-export.asked", "Asked for a copy of all data";
    DataExportDownloaded = "data-export.downloaded", "Downloaded a copy of all data";
    LicenseRevealed = "license.revealed", "Looked at a license key";
}

impl Act {
    /// The act with this code, if this release knows it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Act;

    #[test]
    fn no_two_acts_share_a_code() {
        let codes: BTreeSet<_> = Act::ALL.iter().map(|act| act.code()).collect();
        assert_eq!(codes.len(), Act::ALL.len());
    }
}
