//! `/vendor`: the figures first.

use leptos::prelude::*;
use leptos_meta::Title;
use market::accounts::Permission;
use market::vendors::{self, Earnings, VendorDashboard};

use super::area::VendorArea;
use super::sales::{LatestOrders, Products, earnings as bars_of};
use crate::ui::{BarChart, PageHead, Panel, SectionHead, Stat, Stats};
use crate::web::{market, page, paths, who};

/// What the vendor this person acts for has sold, as far as their role goes.
#[component]
pub fn DashboardPage() -> impl IntoView {
    page(async move {
        let market = market();
        let member = who::vendor_member(Permission::SeeVendor).await?;
        let figures = vendors::dashboard(&market.db, &member, market.now()).await?;
        let seats = member.seats(&market.db).await?;
        let handle = member.vendor.handle.clone();
        let name = member.vendor.name.clone();
        let lead = match figures.earnings {
            Some(_) => {
                "Your sales in US dollars. Net is what is yours: after our share, before payout."
            }
            None => "What your role in the team shows.",
        };
        Ok(view! {
            <Title text="Vendor area"/>
            <VendorArea member=member seats=seats here=paths::VENDOR>
                <PageHead title=name lead=lead/>
                <Figures figures=figures handle=handle/>
            </VendorArea>
        })
    })
}

#[component]
fn Figures(figures: VendorDashboard, handle: String) -> impl IntoView {
    view! {
        <div class="stack stack--loose">
            {figures.earnings.map(|earnings| view! { <Earned earnings=earnings/> })}
            {figures
                .products
                .map(|products| {
                    view! {
                        <section>
                            <SectionHead title="Products"/>
                            <Products products=products handle=handle/>
                        </section>
                    }
                })}
            {figures
                .latest
                .map(|latest| {
                    view! {
                        <section>
                            <SectionHead title="Latest orders"/>
                            <LatestOrders orders=latest/>
                        </section>
                    }
                })}
        </div>
    }
}

#[component]
fn Earned(earnings: Earnings) -> impl IntoView {
    let Earnings {
        today,
        last_30_days,
        all_time,
        days,
    } = earnings;
    let orders = |count: i64| {
        if count == 1 {
            "1 paid order".to_owned()
        } else {
            format!("{count} paid orders")
        }
    };
    view! {
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
            <BarChart title="Net earnings of the last 30 days" bars=bars_of(&days) unit="Net"/>
        </Panel>
    }
}
