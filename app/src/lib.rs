//! The pages: what a visitor sees at each address, and what can be done there.

// A page is one type as deep as its markup.
#![recursion_limit = "512"]

pub mod access;
mod account;
mod admin;
mod cart;
mod categories;
mod checkout;
mod content;
mod dev;
mod home;
mod layout;
mod library;
mod orders;
pub mod plain;
mod privacy;
mod products;
mod routes;
mod sandbox_bank;
mod search;
mod shell;
mod styleguide;
mod tools;
mod ui;
mod vendor;
mod vendors;
pub mod web;

pub use routes::App;
pub use shell::shell;
