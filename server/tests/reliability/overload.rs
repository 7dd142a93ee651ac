//! What takes more than its share: of connections, of memory, of time.

mod json;
mod size_bombs;
mod slow_clients;
mod smuggling;
