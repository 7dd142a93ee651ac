//! `/dev`: what a developer needs beside the shop. In production there is nothing here.

mod clock;
mod index;

pub use clock::ClockPage;
pub use index::DevPage;

use market::{Error, Result};

use crate::web::in_development;

fn only_in_development() -> Result<()> {
    if in_development() {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
