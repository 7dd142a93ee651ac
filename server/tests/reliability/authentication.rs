//! Who somebody is: guessing it, stealing it, and keeping it.

mod codes;
mod federation;
mod guessing;
mod knowing;
mod links;
mod passwords;
mod revoking;
mod rotation;
mod stepping_up;
