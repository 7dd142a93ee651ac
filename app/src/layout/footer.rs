//! The foot of every page: facts, ways into the shop, and the terms.

use leptos::prelude::*;

use crate::ui::Logo;

#[component]
pub(super) fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <div class="site-footer__columns">
                    <div class="site-footer__about">
                        <Logo/>
                        <p>"A marketplace for AI agents, n8n workflows and automation assets. You see the whole graph before you pay, and what it can touch."</p>
                    </div>
                    <LinkColumn
                        title="Shop"
                        links=&[
                            ("/products?kind=n8n-workflow", "n8n workflows"),
                            ("/products?kind=ai-agent", "AI agents"),
                            ("/products?kind=automation-asset", "Automation assets"),
                            ("/products?price=free", "Free products"),
                            ("/categories", "All categories"),
                        ]
                    />
                    <LinkColumn
                        title="Good to know"
                        links=&[
                            ("/about#checks", "What we check"),
                            ("/about#buying", "How buying works"),
                            ("/about#selling", "How selling works"),
                            ("/about", "About us"),
                        ]
                    />
                    <LinkColumn
                        title="Terms"
                        links=&[
                            ("/legal/license", "License"),
                            ("/legal/refunds", "Refunds"),
                            ("/legal/terms", "Terms of use"),
                            ("/legal/privacy", "Privacy"),
                        ]
                    />
                </div>
                <div class="site-footer__end">
                    <p>"Autopilot Monster. Prices in US dollars."</p>
                    <p>"n8n is a trademark of its owner. We are an independent marketplace."</p>
                </div>
            </div>
        </footer>
    }
}

#[component]
fn LinkColumn(
    title: &'static str,
    links: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let items = links
        .iter()
        .map(|(href, label)| view! { <li><a href=*href>{*label}</a></li> })
        .collect_view();
    view! {
        <nav aria-label=title>
            <h2 class="site-footer__title">{title}</h2>
            <ul class="site-footer__list">{items}</ul>
        </nav>
    }
}
