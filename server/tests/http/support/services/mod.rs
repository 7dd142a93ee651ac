//! Real programs that the shop can rely on, each a process of its own on a free port of this machine.

mod mail_server;
mod openid;
mod process;
mod redis;
mod storage;

pub use mail_server::MailServer;
pub use openid::OpenIdProvider;
pub use redis::Redis;
pub use storage::Storage;
