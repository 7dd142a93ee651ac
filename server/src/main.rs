//! `autopilot`: see the library's `commands` for what it can do.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::main()
}
