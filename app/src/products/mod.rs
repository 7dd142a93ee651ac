//! Everything under `/products`: the list, the page of one product, and what changed in its versions.

mod changes;
mod facets;
mod index;
mod listing;
mod moving;
mod product;
mod query;

pub use changes::ChangesPage;
pub use index::ProductsPage;
pub(crate) use listing::{Listing, NotUnderstood, answer_with};
pub use product::ProductPage;
pub(crate) use query::ListQuery;
