//! Everything under `/categories`: the tree, and the list of one category.

mod category;
mod index;

pub use category::CategoryPage;
pub(crate) use category::crumbs;
pub use index::CategoriesPage;
