//! Everything under `/categories`: the tree, and the list of one category.

mod category;
mod index;

pub use category::CategoryPage;
pub use index::CategoriesPage;
