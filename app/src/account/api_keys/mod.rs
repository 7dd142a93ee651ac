//! `/account/api-keys`: keys with which programs act for the account.

mod acts;
mod form;
mod page;
mod row;
mod tokens;

pub(crate) use acts::{MakeApiKey, RevokeApiKey};
pub use page::ApiKeysPage;
