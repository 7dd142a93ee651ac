//! The page pattern: load, or explain; always complete HTML, always the right status.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use super::error_page::explain;
use super::flash;

/// Shows what `body` makes, below what the request before left to say; or explains why it made nothing.
pub fn page<F, V>(body: F) -> impl IntoView + use<F, V>
where
    F: Future<Output = Result<V, market::Error>> + Send + 'static,
    V: IntoView + 'static,
{
    let whole = async move {
        let view = body.await?;
        Ok::<_, market::Error>((flash::rest().await?, view))
    };
    Suspend::new(async move {
        let view = match whole.await {
            Ok(whole) => Either::Left(whole),
            Err(error) => Either::Right(explain(error)),
        };
        // It is drawn later, wherever the stream is read: without its owner the head's tags would find no head.
        OwnedView::new(view)
    })
}
