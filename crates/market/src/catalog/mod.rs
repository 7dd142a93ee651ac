//! What is on sale: products, their prices, versions and files, and the ways to find them.

mod card;
mod category;
mod counts;
mod home;
mod listing;
mod price;
mod product;
mod product_page;
mod publishing;
mod revealing;
mod review;
mod trending;

pub use card::{Card, cards};
pub use category::{Category, CategoryPage, categories, category};
pub use counts::{Mended, mend_counts};
pub(crate) use counts::{recount_downloads, recount_ratings, recount_sales};
pub use home::{Home, home};
pub use listing::{Facets, Filter, Listing, PriceFilter, Sort, list};
pub(crate) use price::price_from_row;
pub use price::{Period, Price, PriceRow};
pub use product::{Asset, Product, ProductKind, Version};
pub use product_page::{Found, Preview, ProductPage, product_page};
pub(crate) use publishing::{Draft, DraftFile, DraftVersion, publish};
pub use revealing::{WorkflowFile, drawing, workflow_file};
pub use review::Review;
pub use trending::recount_recent_sales;
/// What a preview says a workflow can do, for those who show it.
pub use workflow::{Capability, Risk};
