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
                    <nav aria-label="Shop">
                        <h2 class="site-footer__title">"Shop"</h2>
                        <ul class="site-footer__list">
                            <li><a href="/products?kind=n8n-workflow">"n8n workflows"</a></li>
                            <li><a href="/products?kind=ai-agent">"AI agents"</a></li>
                            <li><a href="/products?kind=automation-asset">"Automation assets"</a></li>
                            <li><a href="/products?price=free">"Free products"</a></li>
                            <li><a href="/categories">"All categories"</a></li>
                        </ul>
                    </nav>
                    <nav aria-label="Good to know">
                        <h2 class="site-footer__title">"Good to know"</h2>
                        <ul class="site-footer__list">
                            <li><a href="/about#checks">"What we check"</a></li>
                            <li><a href="/about#buying">"How buying works"</a></li>
                            <li><a href="/about#selling">"How selling works"</a></li>
                            <li><a href="/tools/workflow">"Clean a workflow"</a></li>
                            <li><a href="/about">"About us"</a></li>
                        </ul>
                    </nav>
                    <nav aria-label="Terms">
                        <h2 class="site-footer__title">"Terms"</h2>
                        <ul class="site-footer__list">
                            <li><a href="/legal/license">"License"</a></li>
                            <li><a href="/legal/refunds">"Refunds"</a></li>
                            <li><a href="/legal/terms">"Terms of use"</a></li>
                            <li><a href="/legal/privacy">"Privacy"</a></li>
                        </ul>
                    </nav>
                </div>
                <div class="site-footer__end">
                    <p>"Autopilot Monster. Prices in US dollars."</p>
                    <p>"n8n is a trademark of its owner. We are an independent marketplace."</p>
                </div>
            </div>
        </footer>
    }
}
