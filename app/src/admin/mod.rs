//! Everything under `/admin`: what those who keep the market need.

mod area;
mod audit;
mod overview;
mod roles;

pub use audit::AuditPage;
pub use overview::AdminPage;
pub use roles::RolesPage;
