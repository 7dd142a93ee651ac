//! The bar on top: home, search, the shop, the cart, and who is signed in.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::{use_location, use_query_map};
use market::accounts::Account;

use crate::account::SignOut;
use crate::ui::{Avatar, ButtonKind, ButtonSize, Glyph, Icon, LinkButton, Logo, SearchForm};
use crate::web::{ActForm, Visitor, paths};

/// Two rows on a phone, one from 820 pixels up.
#[component]
pub(super) fn Header() -> impl IntoView {
    let visitor = use_context::<Visitor>().unwrap_or_default();
    let here = use_location().pathname.get_untracked();
    let words = if here == "/search" {
        use_query_map().get_untracked().get("q")
    } else {
        None
    };
    view! {
        <header class="site-header">
            <div class="wrap site-header__bar">
                <div class="site-header__logo"><Logo/></div>
                <div class="site-header__search"><SearchForm words=words.unwrap_or_default()/></div>
                <nav class="site-header__nav" aria-label="Main">
                    <HeaderLink href=paths::PRODUCTS label="Browse" here=here.clone()/>
                    <HeaderLink href="/categories" label="Categories" here=here/>
                </nav>
                <div class="site-header__tools">
                    <CartLink count=visitor.cart_count/>
                    {match visitor.account.clone() {
                        Some(account) => view! { <AccountMenu account=account visitor=visitor/> }.into_any(),
                        None => view! { <GuestLinks/> }.into_any(),
                    }}
                </div>
            </div>
        </header>
    }
}

#[component]
fn HeaderLink(href: &'static str, label: &'static str, here: String) -> impl IntoView {
    let current = (here == href).then_some("page");
    view! { <a class="site-header__link" href=href aria-current=current>{label}</a> }
}

#[component]
fn CartLink(count: i64) -> impl IntoView {
    let label = match count {
        0 => "Cart, empty".to_owned(),
        1 => "Cart, 1 product".to_owned(),
        count => format!("Cart, {count} products"),
    };
    view! {
        <a class="site-header__link cart-link" href=paths::CART aria-label=label>
            <Glyph icon=Icon::Cart/>
            {(count > 0).then(|| view! { <span class="cart-link__count">{count}</span> })}
        </a>
    }
}

/// What a guest can do; on a phone one menu holds it together with the shop's links.
#[component]
fn GuestLinks() -> impl IntoView {
    view! {
        <a class="site-header__link site-header__sign-in" href=paths::SIGN_IN>"Sign in"</a>
        <div class="site-header__sign-up">
            <LinkButton href=paths::SIGN_UP kind=ButtonKind::Quiet size=ButtonSize::Small>"Create account"</LinkButton>
        </div>
        <details class="menu menu--narrow">
            <summary class="site-header__link menu__button" aria-label="Menu"><Glyph icon=Icon::Menu/></summary>
            <div class="menu__list">
                <ShopItems/>
                <div class="menu__break"></div>
                <MenuItem href=paths::SIGN_IN icon=Icon::Key label="Sign in"/>
                <MenuItem href=paths::SIGN_UP icon=Icon::User label="Create account"/>
            </div>
        </details>
    }
}

#[component]
fn AccountMenu(account: Account, visitor: Visitor) -> impl IntoView {
    let label = format!("Account of {}", account.name);
    view! {
        <details class="menu">
            <summary class="site-header__link menu__button">
                <span class="visually-hidden">{label}</span>
                <Avatar name=account.name.clone() round=true picture=account.avatar.map(paths::avatar)/>
            </summary>
            <div class="menu__list">
                <div class="menu__who">
                    <p class="menu__who-name">{account.name}</p>
                    <p class="menu__who-mail">{account.email}</p>
                </div>
                <MenuItem href=paths::ACCOUNT icon=Icon::User label="Account"/>
                <MenuItem href=paths::LIBRARY icon=Icon::Key label="Library"/>
                <MenuItem href=paths::ORDERS icon=Icon::Receipt label="Orders"/>
                {visitor.is_vendor.then(|| view! { <MenuItem href=paths::VENDOR icon=Icon::Store label="Vendor area"/> })}
                {visitor.keeps_the_market.then(|| view! { <MenuItem href=paths::ADMIN icon=Icon::Shield label="Administration"/> })}
                <div class="menu--narrow">
                    <div class="menu__break"></div>
                    <ShopItems/>
                </div>
                <div class="menu__break"></div>
                <ActForm action=SignOut::PATH>
                    <button class="menu__item" type="submit"><Glyph icon=Icon::Lock/>"Sign out"</button>
                </ActForm>
            </div>
        </details>
    }
}

#[component]
fn ShopItems() -> impl IntoView {
    view! {
        <MenuItem href=paths::PRODUCTS icon=Icon::Nodes label="Browse all products"/>
        <MenuItem href="/categories" icon=Icon::Tag label="Categories"/>
    }
}

#[component]
fn MenuItem(href: &'static str, icon: Icon, label: &'static str) -> impl IntoView {
    view! { <a class="menu__item" href=href><Glyph icon=icon/>{label}</a> }
}
