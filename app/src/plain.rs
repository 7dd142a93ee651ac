//! What a document needs that is made without a visitor: for the server's own pages, which are shown when nothing else may work.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::HashedStylesheet;

use crate::ui::Logo;

/// The link to the shop's style sheet.
pub fn style_sheet(options: LeptosOptions) -> String {
    view! { <HashedStylesheet options=options id="style"/> }.to_html()
}

/// The shop's mark in its bar, and nothing that depends on who is asking.
pub fn masthead() -> String {
    view! {
        <header class="site-header">
            <div class="wrap site-header__bar">
                <div class="site-header__logo"><Logo/></div>
            </div>
        </header>
    }
    .to_html()
}
