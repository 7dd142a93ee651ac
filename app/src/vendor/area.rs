//! The frame of the vendor area: its pages beside the work, and for whom one works.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::VendorId;
use market::accounts::{Permission, VendorMember};

use crate::ui::{Button, ButtonKind, ButtonSize, Choice, Icon, SelectField, SideLink, SideNav};
use crate::web::{ActError, ActForm, Form, Notice, choose_vendor, flash, market, paths, who};

/// A page of the vendor area.
#[component]
pub(super) fn VendorArea(
    member: VendorMember,
    /// Every vendor the person acts for.
    seats: Vec<(VendorId, String)>,
    here: &'static str,
    children: Children,
) -> impl IntoView {
    let vendor = member.vendor.id;
    view! {
        <div class="wrap wrap--work page with-side-nav">
            <div class="stack">
                <SideNav label="Vendor area" links=links(&member, here)/>
                {(seats.len() > 1).then(|| view! { <Seats seats=seats here=vendor/> })}
            </div>
            <div>{children()}</div>
        </div>
    }
}

fn links(member: &VendorMember, here: &str) -> Vec<SideLink> {
    let link = |href: String, label: &str, icon| SideLink {
        current: href == here,
        href,
        label: label.to_owned(),
        icon,
        count: None,
    };
    vec![
        link(paths::VENDOR.to_owned(), "Overview", Icon::Store),
        link(paths::VENDOR_TEAM.to_owned(), "Team", Icon::User),
        link(
            paths::vendor(&member.vendor.handle),
            "Your public page",
            Icon::Link,
        ),
    ]
}

/// Somebody in several teams works for one vendor at a time.
#[component]
fn Seats(seats: Vec<(VendorId, String)>, here: VendorId) -> impl IntoView {
    let options = seats
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name))
        .collect();
    view! {
        <ActForm action=ChooseVendor::PATH class="stack">
            <SelectField label="You act for" name="vendor" options=options value=here.to_string()/>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Act for this vendor"</Button>
        </ActForm>
    }
}

#[server(ChooseVendor, prefix = "/api", endpoint = "choose-vendor")]
pub async fn act_for(vendor: VendorId) -> Result<(), ActError> {
    let form = Form::on(paths::VENDOR, "choose-vendor");
    form.act(async {
        let member = who::vendor_member(Permission::SeeVendor).await?;
        member.must_sit_at(&market().db, vendor).await?;
        choose_vendor(vendor).await?;
        flash::notice(Notice::VendorChosen).await?;
        Ok(paths::VENDOR.to_owned())
    })
    .await
}
