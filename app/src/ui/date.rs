//! Dates, absolute and with their zone, in a form machines read too.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// Where the reader is: their clock shows what is told. Without it in the context it is told in UTC.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name in the IANA database, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The moment as a clock there shows it, and what the time is called there.
    fn local(&self, at: OffsetDateTime) -> Option<(OffsetDateTime, String)> {
        let timestamp = Timestamp::from_second(at.unix_timestamp()).ok()?;
        let there = self.0.to_offset_info(timestamp);
        let offset = UtcOffset::from_whole_seconds(there.offset().seconds()).ok()?;
        let called = match there.abbreviation() {
            // Many places have no word for their time.
            number if number.starts_with(['+', '-']) => format!("UTC{number}"),
            word => word.to_owned(),
        };
        Some((at.to_offset(offset), called))
    }
}

/// A day, for example `14 Mar 2026`.
#[component]
pub fn Day(at: OffsetDateTime) -> impl IntoView {
    let (there, _) = told(at, use_context::<Zone>().as_ref());
    view! { <time datetime=machine(at)>{day(there)}</time> }
}

/// A moment, for example `14 Mar 2026, 09:05 UTC`.
#[component]
pub fn Moment(at: OffsetDateTime) -> impl IntoView {
    view! { <time datetime=machine(at)>{moment(at, use_context::<Zone>().as_ref())}</time> }
}

fn moment(at: OffsetDateTime, zone: Option<&Zone>) -> String {
    let (there, called) = told(at, zone);
    let (hour, minute) = (there.hour(), there.minute());
    format!("{}, {hour:02}:{minute:02} {called}", day(there))
}

fn told(at: OffsetDateTime, zone: Option<&Zone>) -> (OffsetDateTime, String) {
    zone.and_then(|zone| zone.local(at))
        .unwrap_or_else(|| (at.to_offset(UtcOffset::UTC), "UTC".to_owned()))
}

fn day(at: OffsetDateTime) -> String {
    let month = at.month().to_string();
    format!("{} {} {}", at.day(), &month[..3], at.year())
}

fn machine(at: OffsetDateTime) -> Option<String> {
    at.to_offset(UtcOffset::UTC).format(&Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{Zone, moment};

    #[test]
    fn a_moment_is_told_as_the_readers_clock_shows_it() {
        let winter = datetime!(2026 - 03 - 14 23:05 UTC);
        let summer = datetime!(2026 - 07 - 14 09:05 UTC);
        let told = |at, zone| moment(at, Zone::named(zone).as_ref());
        assert_eq!(told(winter, "Europe/Berlin"), "15 Mar 2026, 00:05 CET");
        assert_eq!(told(summer, "Europe/Berlin"), "14 Jul 2026, 11:05 CEST");
        assert_eq!(
            told(winter, "America/Sao_Paulo"),
            "14 Mar 2026, 20:05 UTC-03"
        );
        assert_eq!(told(winter, "UTC"), "14 Mar 2026, 23:05 UTC");
        assert_eq!(told(winter, "Nowhere/At_All"), "14 Mar 2026, 23:05 UTC");
    }

    #[test]
    fn every_zone_that_can_be_chosen_is_known() {
        for zone in market::accounts::time_zones() {
            assert!(Zone::named(zone).is_some(), "{zone}");
        }
    }
}
