//! The market's rules, tried against a real PostgreSQL: a database for each test.

mod support;

mod accounts;
mod cart;
mod catalog;
mod checkout;
mod demo;
mod downloads;
mod jobs;
mod licensing;
mod money;
mod search;
