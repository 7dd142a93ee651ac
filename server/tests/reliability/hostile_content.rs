//! Content that is made to harm whoever looks at it.

mod browser;
mod cleanliness;
mod corpus;
mod markdown;
mod mailbox;
mod planting;
