//! What a key may be good for: the one catalog.

/// Something a program may do with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    AccountRead,
    LicensesRead,
}

impl Scope {
    pub const ALL: [Self; 2] = [Self::AccountRead, Self::LicensesRead];

    /// The word it is stored and asked for under. Never renamed.
    pub fn code(self) -> &'static str {
        match self {
            Self::AccountRead => "account:read",
            Self::LicensesRead => "licenses:read",
        }
    }

    /// What it lets a program do, as people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::AccountRead => "Read your account: name, e-mail address, since when",
            Self::LicensesRead => {
                "Read your licenses: products, state, when they end; no license keys"
            }
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// Those this release knows; others are worth nothing.
pub(in crate::accounts) fn known(codes: &[String]) -> Vec<Scope> {
    codes
        .iter()
        .filter_map(|code| Scope::from_code(code))
        .collect()
}
