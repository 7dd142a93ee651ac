//! `/dev/clock`: what time the market thinks it is.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::only_in_development;
use crate::ui::{Button, ButtonKind, Facts, Moment, PageHead, Panel};
use crate::web::{ActError, ActForm, Form, Notice, flash, market, no_store, page, paths};

/// How far the clock may stand from the machine's.
const FURTHEST: Duration = Duration::days(3_653);

/// How far to move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leap {
    Hour,
    Day,
    Week,
    Month,
    Year,
    /// Back to the machine's own time.
    Home,
}

impl Leap {
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Hour, "hour", "1 hour on"),
        (Self::Day, "day", "1 day on"),
        (Self::Week, "week", "7 days on"),
        (Self::Month, "month", "31 days on"),
        (Self::Year, "year", "365 days on"),
        (Self::Home, "home", "Back to now"),
    ];

    fn from(self, offset: Duration) -> Duration {
        match self {
            Self::Hour => Duration::hours(1),
            Self::Day => Duration::days(1),
            Self::Week => Duration::days(7),
            Self::Month => Duration::days(31),
            Self::Year => Duration::days(365),
            Self::Home => -offset,
        }
    }
}

#[component]
pub fn ClockPage() -> impl IntoView {
    page(async move {
        only_in_development()?;
        let clock = market().clock;
        no_store();
        let buttons = Leap::ALL
            .map(|(_, code, label)| view! { <Button kind=ButtonKind::Quiet name="leap" value=code>{label}</Button> })
            .collect_view();
        Ok(view! {
            <Title text="Clock"/>
            <div class="wrap wrap--narrow page stack stack--loose">
                <PageHead title="Clock" lead="Everything that expires, renews or falls due follows it."/>
                <Panel>
                    <Facts>
                        <dt>"The market's time"</dt>
                        <dd><Moment at=clock.now()/></dd>
                        <dt>"Ahead of this machine by"</dt>
                        <dd>{format!("{} hours", clock.offset().whole_hours())}</dd>
                    </Facts>
                    <ActForm action=MoveClock::PATH class="row">{buttons}</ActForm>
                </Panel>
            </div>
        })
    })
}

#[server(prefix = "/api", endpoint = "move-clock")]
pub async fn move_clock(leap: Leap) -> Result<(), ActError> {
    let form = Form::on(paths::DEV_CLOCK, "move-clock");
    form.act(async {
        only_in_development()?;
        let clock = market().clock;
        let by = leap.from(clock.offset());
        if clock.offset() + by > FURTHEST {
            flash::notice(Notice::ClockAtItsEnd).await?;
        } else {
            clock.advance(by);
            flash::notice(Notice::ClockMoved).await?;
        }
        Ok(paths::DEV_CLOCK.to_owned())
    })
    .await
}
