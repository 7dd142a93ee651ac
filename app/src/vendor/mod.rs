//! Everything under `/vendor`: what a vendor needs to run their shop, alone or with others.

mod area;
mod dashboard;
mod invitation;
mod sales;
mod team;

pub use dashboard::DashboardPage;
pub use invitation::InvitationPage;
pub use team::TeamPage;
