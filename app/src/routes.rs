//! Every address, one line each.

use html_escape::encode_text;
use leptos::either::Either;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::account::{
    AcceptTermsPage, AccountPage, AddPasskeyPage, AddressPage, AddressesPage, ApiKeysPage,
    AuthenticatorPage, CallbackPage, ClosePage, ConfirmNewEmailPage, ConfirmPage, DataPage,
    DevicesPage, EmailPage, KeepAccountPage, NewAddressPage, NewPasswordPage, OldEmailPage,
    PasskeyConfirmPage, PasskeySignInPage, PasswordPage, PreferencesPage, ProfilePage,
    RecoveryCodesPage, ResetPage, SecurityPage, SignInCodePage, SignInMethodsPage, SignInPage,
    SignUpCodePage, SignUpPage, UnsubscribePage,
};
use crate::admin::{AdminPage, AuditPage, PeoplePage, PersonPage, RetentionPage, RolesPage};
use crate::cart::CartPage;
use crate::categories::{CategoriesPage, CategoryPage};
use crate::checkout::CheckoutPage;
use crate::content::{AboutPage, LicensePage, PrivacyPage, RefundsPage, TermsPage};
use crate::dev::{ClockPage, DevPage};
use crate::home::HomePage;
use crate::layout::{Frame, Layout, closed_in_their_place};
use crate::library::LibraryPage;
use crate::orders::{OrderPage, OrdersPage, ReturnPage};
use crate::privacy::{ConfirmErasurePage, ErasePage};
use crate::products::{ChangesPage, ProductPage, ProductsPage};
use crate::sandbox_bank::SandboxBankPage;
use crate::search::SearchPage;
use crate::styleguide::StyleguidePage;
use crate::tools::WorkflowToolPage;
use crate::ui::Zone;
use crate::vendor::{DashboardPage, InvitationPage, TeamPage};
use crate::vendors::VendorPage;
use crate::web::{NotFoundPage, Visitor, ask_once, explain, guard_content, visitor};

/// The whole shop. Every page is complete before it is sent, so that it needs no script.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    ask_once();
    guard_content();
    view! {
        // Written into the page as it is, so what people call things has to be made harmless here.
        <Title formatter=|title: String| format!("{} · Autopilot Monster", encode_text(&title))/>
        <Router>
            <Routes fallback=Nowhere>
                <ParentRoute path=path!("") view=Visit ssr=SsrMode::Async>
                    <ParentRoute path=path!("") view=Layout>
                        <Route path=path!("/") view=HomePage/>
                        <Route path=path!("/products") view=ProductsPage/>
                        <Route path=path!("/products/:vendor/:slug") view=ProductPage/>
                        <Route path=path!("/products/:vendor/:slug/changes/:number") view=ChangesPage/>
                        <Route path=path!("/categories") view=CategoriesPage/>
                        <Route path=path!("/categories/*path") view=CategoryPage/>
                        <Route path=path!("/vendors/:handle") view=VendorPage/>
                        <Route path=path!("/search") view=SearchPage/>
                        <Route path=path!("/tools/workflow") view=WorkflowToolPage/>
                        <Route path=path!("/about") view=AboutPage/>
                        <Route path=path!("/legal/license") view=LicensePage/>
                        <Route path=path!("/legal/terms") view=TermsPage/>
                        <Route path=path!("/legal/privacy") view=PrivacyPage/>
                        <Route path=path!("/legal/refunds") view=RefundsPage/>
                        <Route path=path!("/privacy/erase") view=ErasePage/>
                        <Route path=path!("/privacy/erase/confirm") view=ConfirmErasurePage/>
                        <Route path=path!("/account") view=AccountPage/>
                        <Route path=path!("/account/confirm") view=ConfirmPage/>
                        <Route path=path!("/account/confirm/passkey") view=PasskeyConfirmPage/>
                        <Route path=path!("/account/devices") view=DevicesPage/>
                        <Route path=path!("/account/security") view=SecurityPage/>
                        <Route path=path!("/account/security/app") view=AuthenticatorPage/>
                        <Route path=path!("/account/security/codes") view=RecoveryCodesPage/>
                        <Route path=path!("/account/security/passkey") view=AddPasskeyPage/>
                        <Route path=path!("/account/sign-in") view=SignInPage/>
                        <Route path=path!("/account/sign-in/code") view=SignInCodePage/>
                        <Route path=path!("/account/sign-in/passkey") view=PasskeySignInPage/>
                        <Route path=path!("/account/sign-in/:provider/callback") view=CallbackPage/>
                        <Route path=path!("/account/sign-in-methods") view=SignInMethodsPage/>
                        <Route path=path!("/account/sign-up") view=SignUpPage/>
                        <Route path=path!("/account/sign-up/code") view=SignUpCodePage/>
                        <Route path=path!("/account/reset") view=ResetPage/>
                        <Route path=path!("/account/reset/new") view=NewPasswordPage/>
                        <Route path=path!("/account/profile") view=ProfilePage/>
                        <Route path=path!("/account/addresses") view=AddressesPage/>
                        <Route path=path!("/account/addresses/new") view=NewAddressPage/>
                        <Route path=path!("/account/addresses/:id") view=AddressPage/>
                        <Route path=path!("/account/password") view=PasswordPage/>
                        <Route path=path!("/account/email") view=EmailPage/>
                        <Route path=path!("/account/email/new") view=ConfirmNewEmailPage/>
                        <Route path=path!("/account/email/old") view=OldEmailPage/>
                        <Route path=path!("/account/close") view=ClosePage/>
                        <Route path=path!("/account/close/keep") view=KeepAccountPage/>
                        <Route path=path!("/account/api-keys") view=ApiKeysPage/>
                        <Route path=path!("/account/data") view=DataPage/>
                        <Route path=path!("/account/preferences") view=PreferencesPage/>
                        <Route path=path!("/account/terms") view=AcceptTermsPage/>
                        <Route path=path!("/unsubscribe/:token") view=UnsubscribePage/>
                        <Route path=path!("/cart") view=CartPage/>
                        <Route path=path!("/checkout") view=CheckoutPage/>
                        <Route path=path!("/orders") view=OrdersPage/>
                        <Route path=path!("/orders/:number") view=OrderPage/>
                        <Route path=path!("/orders/:number/return") view=ReturnPage/>
                        <Route path=path!("/library") view=LibraryPage/>
                        <Route path=path!("/vendor") view=DashboardPage/>
                        <Route path=path!("/vendor/team") view=TeamPage/>
                        <Route path=path!("/vendor/invitations/:token") view=InvitationPage/>
                        <Route path=path!("/admin") view=AdminPage/>
                        <Route path=path!("/admin/audit") view=AuditPage/>
                        <Route path=path!("/admin/people") view=PeoplePage/>
                        <Route path=path!("/admin/people/:id") view=PersonPage/>
                        <Route path=path!("/admin/retention") view=RetentionPage/>
                        <Route path=path!("/admin/roles") view=RolesPage/>
                        <Route path=path!("/dev") view=DevPage/>
                        <Route path=path!("/dev/clock") view=ClockPage/>
                        <Route path=path!("/styleguide") view=StyleguidePage/>
                    </ParentRoute>
                    <Route path=path!("/sandbox-bank/:intent") view=SandboxBankPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Everything below knows who visits. Like a page, it is drawn later than it is made, so it brings its owner along.
#[component]
fn Visit() -> impl IntoView {
    Suspend::new(async move {
        OwnedView::new(match visitor().await {
            Ok(visitor) => {
                let closed = closed_in_their_place(&visitor);
                is_here(visitor);
                match closed {
                    None => Either::Left(view! { <Outlet/> }),
                    Some(why) => Either::Right(view! { <Frame>{why}</Frame> }),
                }
            }
            Err(error) => Either::Right(view! { <Frame>{explain(error)}</Frame> }),
        })
    })
}

fn is_here(visitor: Visitor) {
    let account = visitor.account.as_ref();
    if let Some(zone) = account.and_then(|account| Zone::named(&account.time_zone)) {
        provide_context(zone);
    }
    provide_context(visitor);
}

/// An address that is none of ours.
#[component]
fn Nowhere() -> impl IntoView {
    Suspend::new(async move {
        // Whoever cannot be known is a guest here.
        if let Ok(visitor) = visitor().await {
            is_here(visitor);
        }
        OwnedView::new(view! { <Frame><NotFoundPage/></Frame> })
    })
}
