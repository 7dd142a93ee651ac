//! The commands on workflows, through the program.

#[cfg(test)]
mod commands;
