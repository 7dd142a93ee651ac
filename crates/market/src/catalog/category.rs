//! The tree of categories.

use serde::Deserialize;
use sqlx::PgPool;

use crate::{CategoryId, Error, Result};

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    /// From the root, as in `sales/lead-enrichment`.
    pub path: String,
    pub name: String,
    pub description: String,
    /// How many products are on sale here and below.
    pub products: i64,
}

pub struct CategoryPage {
    pub category: Category,
    /// From the root down to this category's parent.
    pub trail: Vec<Category>,
    pub children: Vec<Category>,
}

/// Every category, parents before children.
pub async fn categories(db: &PgPool) -> Result<Vec<Category>> {
    Ok(sqlx::query_as!(
        Category,
        r#"with recursive place as (
               select id, path, array[position] as place from category where parent_id is null
               union all
               select child.id, child.path, place.place || child.position
               from category child join place on child.parent_id = place.id
           )
           select category.id, category.path, category.name, category.description,
                  (select count(*) from product join category within on within.id = product.category_id
                   join vendor on vendor.id = product.vendor_id
                   where product.state = 'approved' and vendor.state = 'approved'
                     and (within.path = category.path or starts_with(within.path, category.path || '/'))) as "products!"
           from category join place on place.id = category.id
           order by place.place, category.path"#
    )
    .fetch_all(db)
    .await?)
}

/// The category at this path with its place in the tree; `NotFound` when there is none.
pub async fn category(db: &PgPool, path: &str) -> Result<CategoryPage> {
    let mut all = categories(db).await?;
    let at = all
        .iter()
        .position(|c| c.path == path)
        .ok_or(Error::NotFound)?;
    let category = all.swap_remove(at);
    let depth = |c: &Category| c.path.matches('/').count();
    let below = format!("{path}/");
    let mut trail: Vec<Category> = Vec::new();
    let mut children = Vec::new();
    for other in all {
        if path.starts_with(&format!("{}/", other.path)) {
            trail.push(other);
        } else if other.path.starts_with(&below) && depth(&other) == depth(&category) + 1 {
            children.push(other);
        }
    }
    trail.sort_by_key(depth);
    children.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(CategoryPage {
        category,
        trail,
        children,
    })
}
