//! `/vendor`: the figures first.

use leptos::prelude::*;
use leptos_meta::Title;
use market::vendors::{self, VendorDashboard};

use super::sales::{LatestOrders, Products, earnings};
use crate::ui::{BarChart, Icon, PageHead, Panel, SectionHead, SideLink, SideNav, Stat, Stats};
use crate::web::{market, page, paths, who};

/// What the vendor this person acts for has sold.
#[component]
pub fn DashboardPage() -> impl IntoView {
    page(async move {
        let market = market();
        let member = who::vendor_member().await?;
        let figures = vendors::dashboard(&market.db, &member, market.now()).await?;
        let handle = member.vendor.handle.clone();
        Ok(view! {
            <Title text="Vendor area"/>
            <div class="wrap wrap--work page with-side-nav">
                <SideNav label="Vendor area" links=links(&handle)/>
                <div>
                    <PageHead title=member.vendor.name lead="Your sales in US dollars. Net is what is yours: after our share, before payout."/>
                    <Figures figures=figures handle=handle/>
                </div>
            </div>
        })
    })
}

fn links(handle: &str) -> Vec<SideLink> {
    let link = |href: String, label: &str, icon, current| SideLink {
        href,
        label: label.to_owned(),
        icon,
        count: None,
        current,
    };
    vec![
        link(paths::VENDOR.to_owned(), "Overview", Icon::Store, true),
        link(paths::vendor(handle), "Your public page", Icon::Link, false),
    ]
}

#[component]
fn Figures(figures: VendorDashboard, handle: String) -> impl IntoView {
    let VendorDashboard {
        today,
        last_30_days,
        all_time,
        products,
        latest,
        days,
    } = figures;
    let orders = |count: i64| {
        if count == 1 {
            "1 paid order".to_owned()
        } else {
            format!("{count} paid orders")
        }
    };
    view! {
        <div class="stack stack--loose">
            <Stats>
                <Stat label="Net today (UTC)" value=today.net.to_string() note=orders(today.orders)/>
                <Stat label="Net in 30 days" value=last_30_days.net.to_string() note=orders(last_30_days.orders)/>
                <Stat label="Net of all time" value=all_time.net.to_string() note=orders(all_time.orders)/>
                <Stat
                    label="Gross of all time"
                    value=all_time.gross.to_string()
                    note=format!("{} of it our share", all_time.commission)
                />
            </Stats>
            <Panel>
                <BarChart title="Net earnings of the last 30 days" bars=earnings(&days) unit="Net"/>
            </Panel>
            <section>
                <SectionHead title="Products"/>
                <Products products=products handle=handle/>
            </section>
            <section>
                <SectionHead title="Latest orders"/>
                <LatestOrders orders=latest/>
            </section>
        </div>
    }
}
