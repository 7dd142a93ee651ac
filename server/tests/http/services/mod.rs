//! The shop with real services around it: what works with them, and what goes on without them.

mod mail;
mod openid;
mod redis;
mod storage;
