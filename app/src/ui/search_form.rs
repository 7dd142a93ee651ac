//! The search field, in the header of every page and large on the first one.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A form that asks `/search?q=`.
#[component]
pub fn SearchForm(
    /// What was searched for, kept in the field.
    #[prop(optional, into)]
    words: String,
    /// The large one of the home page.
    #[prop(optional)]
    hero: bool,
    #[prop(default = "Search workflows, agents, apps".to_owned(), into)] placeholder: String,
) -> impl IntoView {
    let (class, id) = if hero {
        ("search-form search-form--hero", "search-hero")
    } else {
        ("search-form", "search-words")
    };
    view! {
        <form class=class action="/search" method="get" role="search" aria-label=if hero { "Find a product" } else { "Site" }>
            <Glyph icon=Icon::Search/>
            <label class="visually-hidden" for=id>"Search"</label>
            <input
                class="search-form__words"
                type="search"
                id=id
                name="q"
                value=words
                placeholder=placeholder
                maxlength="200"
                autocomplete="off"
                enterkeyhint="search"
            />
            <button class="search-form__go" type="submit">"Search"</button>
        </form>
    }
}
