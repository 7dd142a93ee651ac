//! What the shop withstands: attacks, floods, and services that fail. Each check has an id in the table of
//! `scripts/reliability`, which runs it, and leaves a line with its figures.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod aftermath;
mod attacks;
mod authentication;
mod authorization;
mod back_room;
mod console;
mod crowd;
mod hostile_content;
mod load;
mod memory;
mod nginx;
mod overload;
mod raw;
mod report;
#[path = "../http/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "shared with the tests over HTTP, which use all of it"
)]
mod support;
