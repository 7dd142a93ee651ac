//! HTTP: who may connect for how long, what every answer carries, and which address answers what.

mod avatars;
mod away;
mod connection;
mod csrf;
mod dev_mail;
mod document;
mod downloads;
mod embed;
mod files;
mod front;
mod headers;
mod health;
mod last_call;
mod limits;
mod listen;
mod mounting;
mod observe;
mod phase;
mod pulse;
mod refusal;
mod server_fns;
mod share_card;
mod site;
mod vitals;
mod webhooks;
mod workflow_files;

pub use connection::Patience;
pub use dev_mail::MailFolder;
pub use front::Front;
pub use health::Figures;
pub use listen::{Limits, serve};
pub use mounting::Route;
pub use phase::{Phase, Phases};
pub use site::{Site, own_routes, page_routes, site};
pub use vitals::Vitals;
