//! The shop from outside: the real server in a process of its own, asked over HTTP as a browser without JavaScript asks.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod accounts;
mod api;
mod audit;
mod census;
mod changes;
mod check;
mod closing;
mod consents;
mod crash;
mod data_export;
mod database;
mod devices;
mod embeds;
mod guards;
mod health;
mod impersonation;
mod limits;
mod log;
mod matrix;
mod pages;
mod people;
mod private_database;
mod purchase;
mod rate_limits;
mod restarts;
mod retention;
mod second_factor;
mod services;
mod sessions;
mod share_cards;
mod support;
mod team;
mod webhooks;
mod workflow_files;
