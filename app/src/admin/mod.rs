//! Everything under `/admin`: what those who keep the market need.

mod overview;

pub use overview::AdminPage;
