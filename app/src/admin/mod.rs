//! Everything under `/admin`: what those who keep the market need.

mod area;
mod audit;
mod overview;

pub use audit::AuditPage;
pub use overview::AdminPage;
