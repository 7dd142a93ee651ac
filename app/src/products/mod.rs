//! Everything under `/products`: the list, and the page of one product.

mod facets;
mod index;
mod listing;
mod product;
mod query;

pub use index::ProductsPage;
pub(crate) use listing::{Listing, NotUnderstood, answer_with};
pub use product::ProductPage;
pub(crate) use query::ListQuery;
