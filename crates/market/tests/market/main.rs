//! The market's rules, tried against a real PostgreSQL: a database for each test.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod support;

mod accounts;
mod api_keys;
mod cart;
mod catalog;
mod checkout;
mod counts;
mod demo;
mod downloads;
mod embedding;
mod files;
mod jobs;
mod licensing;
mod limits;
mod money;
mod retention;
mod revealing;
mod search;
mod tokens;
mod version_changes;
