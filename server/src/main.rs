//! `autopilot`: see the library's `commands` for what it can do.

use std::process::ExitCode;

/// A page is thousands of small pieces of text for a moment; this allocator hands those out faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::main()
}
