//! Who sells: a vendor's public face, and the figures of its own.

mod dashboard;
mod vendor;

pub use dashboard::{Sales, VendorDashboard, VendorOrder, VendorProduct, dashboard};
pub use vendor::Vendor;
