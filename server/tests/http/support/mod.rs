//! A server of one's own for a test, and visitors to send there.

mod cluster;
mod form;
mod phone;
mod server;
mod services;
mod visitor;
mod wire;

pub use cluster::an_empty_database;
pub use form::Form;
pub use phone::Phone;
pub use server::{Server, free_port};
pub use services::{MailServer, OpenIdProvider, Redis, Storage};
pub use visitor::{Answer, Visitor, code_in, signed_up};
pub use wire::Wire;
