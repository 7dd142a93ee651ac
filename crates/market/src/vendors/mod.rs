//! Who sells: a vendor's public face, the figures of its own, and its team.

pub(crate) mod closing;
mod dashboard;
pub mod team;
mod vendor;

pub use dashboard::{Earnings, Sales, VendorDashboard, VendorOrder, VendorProduct, dashboard};
pub use vendor::Vendor;
