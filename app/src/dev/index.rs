//! The list of what is there.

use leptos::prelude::*;
use leptos_meta::Title;

use super::only_in_development;
use crate::ui::{CheckItem, CheckList, Icon, PageHead, Panel};
use crate::web::{page, paths};

#[component]
pub fn DevPage() -> impl IntoView {
    page(async move {
        only_in_development()?;
        Ok(view! {
            <Title text="Development"/>
            <div class="wrap wrap--narrow page">
                <PageHead title="Development" lead="None of this exists in production."/>
                <Panel>
                    <CheckList>
                        <CheckItem icon=Icon::File><a href=paths::DEV_MAIL>"Mails the market has sent"</a></CheckItem>
                        <CheckItem icon=Icon::Clock><a href=paths::DEV_CLOCK>"The clock, and how to move it"</a></CheckItem>
                        <CheckItem icon=Icon::Spark><a href=paths::STYLEGUIDE>"Everything that can be on screen"</a></CheckItem>
                    </CheckList>
                </Panel>
            </div>
        })
    })
}
