//! Proof of who acts. Acts take one of these, so they cannot be called without the check that makes it.

use std::ops::Deref;

use time::{Duration, OffsetDateTime};

use super::impersonation::Impersonation;
use super::sign_in::Presence;
use super::{Account, Permission};
use crate::audit::Actor;
use crate::{AccountId, Error, Policy, Refusal, Result, SessionId};

/// How long a proof of who one is counts for acts on money and secrets.
pub const FRESH_FOR: Duration = Duration::hours(1);

/// Somebody signed in, or somebody from support in their place.
#[derive(Clone, Debug)]
pub struct Customer {
    account: Account,
    presence: Option<Presence>,
    /// Who really acts, and their session, where it is not the account's owner.
    stand_in: Option<(AccountId, SessionId)>,
    /// How they came: the request, and the network it came from.
    from: Actor,
}

impl Customer {
    /// Without a session, so never fresh.
    pub fn of(account: Account) -> Self {
        Self {
            account,
            presence: None,
            stand_in: None,
            from: Actor::default(),
        }
    }

    /// The account behind a session, and how its request came.
    pub fn present(account: Account, presence: Presence, from: Actor) -> Self {
        Self {
            account,
            presence: Some(presence),
            stand_in: None,
            from,
        }
    }

    /// The customer in whose place somebody acts. Without a session of theirs, so never fresh, and with none of the rights
    /// of whoever acts.
    pub fn in_place(impersonation: &Impersonation, from: Actor) -> Self {
        Self {
            account: impersonation.subject.clone(),
            presence: None,
            stand_in: Some((impersonation.actor, impersonation.session)),
            from,
        }
    }

    /// Acts on money and secrets are the owner's alone: refuses with `NotInTheirPlace` whoever stands in for them.
    pub fn must_be_themselves(&self) -> Result<()> {
        match self.stand_in {
            Some(_) => Err(Refusal::NotInTheirPlace.into()),
            None => Ok(()),
        }
    }

    /// The session they are signed in with.
    pub fn session(&self) -> Option<SessionId> {
        self.presence.as_ref().map(|presence| presence.session)
    }

    /// For the record.
    pub fn actor(&self) -> Actor {
        match self.stand_in {
            Some((actor, session)) => Actor {
                account: Some(actor),
                on_behalf_of: Some(self.account.id),
                session: Some(session),
                ..self.from.clone()
            },
            None => Actor {
                account: Some(self.account.id),
                session: self.session(),
                ..self.from.clone()
            },
        }
    }

    /// Whether a second factor was part of signing in, or of proving who they are.
    pub fn showed_second_factor(&self) -> bool {
        let presence = self.presence.as_ref();
        presence.is_some_and(|presence| presence.second_factor)
    }
}

impl Deref for Customer {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

/// Somebody who proved a short while ago who they are. Acts on money and secrets ask for it.
#[derive(Clone, Debug)]
pub struct Fresh(Customer);

impl Fresh {
    /// `ProofNeeded` when the last proof is an hour old; nobody can prove to be somebody else.
    pub fn of(customer: Customer, now: OffsetDateTime) -> Result<Self> {
        customer.must_be_themselves()?;
        let proved_at = customer
            .presence
            .as_ref()
            .map(|presence| presence.proved_at);
        match proved_at {
            Some(proved_at) if now < proved_at + FRESH_FOR => Ok(Self(customer)),
            _ => Err(Error::ProofNeeded),
        }
    }
}

impl Deref for Fresh {
    type Target = Customer;

    fn deref(&self) -> &Customer {
        &self.0
    }
}

macro_rules! staff {
    ($($(#[$doc:meta])* $name:ident = $permission:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Customer);

        impl $name {
            /// Refuses everyone else with `Forbidden`, and with `SecondFactorNeeded` whoever has not shown one where the
            /// policy wants it.
            pub fn of(customer: Customer, policy: &Policy) -> Result<Self> {
                customer.must_be_themselves()?;
                if !customer.role.may(Permission::$permission) {
                    return Err(Error::Forbidden);
                }
                if policy.staff_second_factor && !customer.showed_second_factor() {
                    return Err(Error::SecondFactorNeeded);
                }
                Ok(Self(customer))
            }
        }

        impl Deref for $name {
            type Target = Customer;

            fn deref(&self) -> &Customer {
                &self.0
            }
        }
    )+};
}

staff! {
    /// Somebody who may see how the market stands.
    Staff = SeeMarket;
    /// Somebody who may see who did what.
    Moderator = ReadRecord;
    /// Somebody who decides who else keeps the market.
    Administrator = GrantRoles;
}

impl Staff {
    /// Whether their role lets them.
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// `Forbidden` unless their role lets them.
    pub fn must(&self, permission: Permission) -> Result<()> {
        self.may(permission).then_some(()).ok_or(Error::Forbidden)
    }
}
