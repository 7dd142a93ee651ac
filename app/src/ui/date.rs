//! Dates, absolute and with their zone, in a form machines read too.

use leptos::prelude::*;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// A day, for example `14 Mar 2026`.
#[component]
pub fn Day(at: OffsetDateTime) -> impl IntoView {
    view! { <time datetime=machine(at)>{day(at)}</time> }
}

/// A moment, for example `14 Mar 2026, 09:05 UTC`.
#[component]
pub fn Moment(at: OffsetDateTime) -> impl IntoView {
    let at = at.to_offset(UtcOffset::UTC);
    let shown = format!("{}, {:02}:{:02} UTC", day(at), at.hour(), at.minute());
    view! { <time datetime=machine(at)>{shown}</time> }
}

fn day(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let month = at.month().to_string();
    format!("{} {} {}", at.day(), &month[..3], at.year())
}

fn machine(at: OffsetDateTime) -> Option<String> {
    at.to_offset(UtcOffset::UTC).format(&Rfc3339).ok()
}
