//! What takes more than its share: of connections, of memory, of time.

mod slow_clients;
