//! What every page shares: the skip link, the header, the place of the page itself, the footer.

mod footer;
mod header;
mod in_their_place;

use leptos::prelude::*;
use leptos_router::components::Outlet;

use footer::Footer;
use header::Header;
use in_their_place::PlaceBanner;
pub use in_their_place::closed_in_their_place;

use crate::account::ClosingBanner;

/// The outermost route: the page of the visited address between header and footer.
#[component]
pub fn Layout() -> impl IntoView {
    view! { <Frame><Outlet/></Frame> }
}

/// Header and footer around anything.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    view! {
        <a class="skip-link" href="#content">"Skip to content"</a>
        <PlaceBanner/>
        <Header/>
        <main id="content" tabindex="-1">
            <ClosingBanner/>
            {children()}
        </main>
        <Footer/>
    }
}
