//! The list of what is there.

use leptos::prelude::*;
use leptos_meta::Title;

use super::only_in_development;
use crate::ui::{Icon, PageHead, Way, Ways};
use crate::web::{page, paths};

#[component]
pub fn DevPage() -> impl IntoView {
    page(async move {
        only_in_development()?;
        Ok(view! {
            <Title text="Development"/>
            <div class="wrap wrap--narrow page">
                <PageHead title="Development" lead="None of this exists in production."/>
                <Ways label="Tools">
                    <Way href=paths::DEV_MAIL icon=Icon::File title="Mail" note="What the market has sent"/>
                    <Way href=paths::DEV_CLOCK icon=Icon::Clock title="Clock" note="What time it is, and how to move it"/>
                    <Way href=paths::STYLEGUIDE icon=Icon::Spark title="Style guide" note="Everything that can be on screen"/>
                </Ways>
            </div>
        })
    })
}
