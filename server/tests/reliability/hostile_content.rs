//! Content that is made to harm whoever looks at it.

mod browser;
mod cleanliness;
mod corpus;
mod mailbox;
mod markdown;
mod planting;
