//! Everything under `/vendor`: what a vendor needs to run their shop.

mod dashboard;
mod sales;

pub use dashboard::DashboardPage;
