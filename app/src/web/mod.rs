//! What every page and form shares: who visits, how a page is shown or explained, how a form acts and comes back.

mod act;
mod act_error;
mod csp;
mod device;
mod error_page;
mod field_checks;
pub mod flash;
mod form;
mod island_scripts;
mod market;
mod page;
pub mod paths;
pub mod rate_limit;
mod redirect;
mod request;
mod session;
mod tool_bundle;
mod visitor;
pub mod who;

pub use act::Form;
pub use act_error::ActError;
pub use csp::{allow_forms_to, guard_content};
pub use device::{Network, actor, actor_of, device, device_token, remember_device};
pub(crate) use error_page::explain;
pub use error_page::{ErrorPage, NotFoundPage};
pub use flash::Notice;
pub use form::{ActForm, FormState, IdempotencyField, form_state};
pub use island_scripts::{IslandScripts, ToolScripts};
pub use market::market;
pub use page::page;
pub use rate_limit::ClientAddress;
pub use redirect::{local, see_other};
pub use request::{in_development, no_store, respond as header_out, visited_path};
pub use session::{
    begin_session, change_places, choose_vendor, cookie_lasts, end_session, half_sign_in,
    half_signed_in, keep_attempt, keep_cart, keep_question, keep_sign_up, pass_of, question,
    renew_proof, session_id_hash, sign_up_under_way, take_attempt,
};
pub use tool_bundle::tool_bundle;
pub(crate) use visitor::ask_once;
pub use visitor::{Visitor, customer_of, in_place, visitor};
