//! `/admin/people`: everybody with an account, and what can be done to help or to stop them.

mod impersonating;
mod list;
mod person;
mod suspending;

pub(crate) use impersonating::EndImpersonation;
pub use list::PeoplePage;
pub use person::PersonPage;
