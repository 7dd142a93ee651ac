//! The market's rules, tried against a real PostgreSQL: a database for each test.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod support;

mod accounts;
mod api_keys;
mod audit;
mod cart;
mod catalog;
mod checkout;
mod closing;
mod consents;
mod counts;
mod demo;
mod downloads;
mod email_change;
mod embedding;
mod erasure;
mod export;
mod federation;
mod files;
mod impersonation;
mod jobs;
mod licensing;
mod limits;
mod money;
mod passkeys;
mod passwords;
mod people;
mod preferences;
mod profiles;
mod reset;
mod retention;
mod revealing;
mod roles;
mod search;
mod second_factor;
mod sessions;
mod team;
mod tokens;
mod version_changes;
