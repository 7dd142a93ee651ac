//! Many at once who all have a right to be there.

mod redis;
mod sign_ins;
