//! What is on sale: products, their prices, versions and files, and the ways to find them.

mod card;
mod category;
mod comparing;
mod counts;
mod embedding;
mod home;
mod likes;
mod listing;
mod moving;
mod price;
mod product;
mod product_page;
mod publishing;
mod revealing;
mod review;
mod share_card;
mod trending;
mod version_changes;

pub use card::{Card, cards};
pub use category::{Category, CategoryPage, categories, category};
pub use counts::{Mended, mend_counts};
pub(crate) use counts::{recount_downloads, recount_ratings, recount_sales};
pub use embedding::{Embedded, embed_token, embedded};
pub use home::{Home, home};
pub use likes::find_likes;
pub use listing::{Facets, Filter, Listing, PriceFilter, Sort, list};
pub use moving::{Address, new_address};
pub(crate) use price::price_from_row;
pub use price::{Period, Price, PriceRow};
pub use product::{Asset, Product, ProductKind, Version};
pub use product_page::{Found, Preview, ProductPage, product_page};
pub use publishing::{Draft, DraftFile, DraftVersion, publish};
pub use revealing::{Part, WorkflowFile, drawing, workflow_file};
pub use review::Review;
pub use share_card::{ShareCard, share_card};
pub use trending::recount_recent_sales;
pub use version_changes::{
    Change, ChangeCount, Comparison, FoundChanges, VersionChanges, version_changes,
};
/// How much a change matters to whoever runs the version before it.
pub use workflow::diff::Impact;
/// What a preview says a workflow is and can do, for those who show it.
pub use workflow::{Capability, OutlineStep, Risk};
