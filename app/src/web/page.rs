//! The page pattern: load, or explain; always complete HTML, always the right status.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use super::error_page::explain;
use super::field_checks::checks_for;
use super::flash;
use super::request::sent_on;

/// Shows what `body` makes, below what the request before left to say; or explains why it made nothing.
pub fn page<F, V>(body: F) -> impl IntoView + use<F, V>
where
    F: Future<Output = Result<V, market::Error>> + Send + 'static,
    V: IntoView + 'static,
{
    let whole = async move {
        let view = body.await?;
        // What is left to say waits for the page that is shown.
        let said = if sent_on() {
            None
        } else {
            flash::rest().await?
        };
        Ok::<_, market::Error>((said, view))
    };
    Suspend::new(async move {
        let view = match whole.await {
            Ok(whole) => Either::Left(whole),
            Err(error) => Either::Right(explain(error)),
        };
        // Written at once, in a text as long as it will be: the stream would let a text grow from nothing, and write it later, without
        // the owner by which the head's tags find their head.
        let mut html = view.to_html();
        if let Some(checks) = checks_for(&html) {
            html.push_str(&checks.to_html());
        }
        InertElement::new(html)
    })
}
