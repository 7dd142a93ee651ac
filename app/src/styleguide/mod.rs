//! `/styleguide`, in development only: every component with its states, in both themes.

mod blocks;
mod controls;
mod swatches;

use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use market::Error;

use blocks::{Figures, Messages, Products, Texts};
use controls::{Buttons, Fields, Marks};
use swatches::Swatches;

use crate::web::{in_development, page};

/// All components twice, light and dark.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    page(async {
        if !in_development() {
            return Err(Error::NotFound);
        }
        Ok(view! {
            <Title text="Style guide"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap page stack stack--loose">
                <h1>"Style guide"</h1>
                <Theme name="light"/>
                <Theme name="dark"/>
            </div>
        })
    })
}

#[component]
fn Theme(name: &'static str) -> impl IntoView {
    view! {
        <section class="styleguide__theme" data-theme=name aria-label=format!("The {name} theme")>
            <h2>{name}</h2>
            <Swatches/>
            <Buttons/>
            <Fields theme=name/>
            <Marks/>
            <Messages/>
            <Products theme=name/>
            <Figures theme=name/>
            <Texts theme=name/>
        </section>
    }
}

/// One family of components under its name.
#[component]
fn Group(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="styleguide__group">
            <h3 class="styleguide__name">{name}</h3>
            {children()}
        </div>
    }
}
