//! Everything under `/admin`: what those who keep the market need.

mod area;
mod audit;
mod overview;
mod people;
mod retention;
mod roles;

pub use audit::AuditPage;
pub use overview::AdminPage;
pub(crate) use people::EndImpersonation;
pub use people::{PeoplePage, PersonPage};
pub use retention::RetentionPage;
pub use roles::RolesPage;
