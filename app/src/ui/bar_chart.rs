//! Bars over time, and the same figures in a table for those who read.

use leptos::prelude::*;

use super::{Disclosure, TableFrame};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Where it stands, for example a day.
    pub label: String,
    /// How high it is, in any unit; below zero is drawn as zero.
    pub value: i64,
    /// The value as words, for example `$19.00`.
    pub shown: String,
}

/// The height of the drawing in its own units.
const HEIGHT: i64 = 100;

/// Bars side by side, the highest filling the frame.
#[component]
pub fn BarChart(
    #[prop(into)] title: String,
    bars: Vec<Bar>,
    /// What the bars stand for, as the head of the table's second column.
    #[prop(into)]
    unit: String,
) -> impl IntoView {
    let peak = bars.iter().max_by_key(|bar| bar.value).cloned();
    let top = peak.as_ref().map_or(1, |bar| bar.value.max(1));
    let width = bars.len() as i64 * 10;
    let drawn = bars
        .iter()
        .enumerate()
        .map(|(place, bar)| column(place, bar, top))
        .collect_view();
    let first = bars.first().map(|bar| bar.label.clone());
    let last = bars.last().map(|bar| bar.label.clone());
    let spoken = match &peak {
        Some(peak) => format!("{title}: highest {} on {}", peak.shown, peak.label),
        None => format!("{title}: nothing yet"),
    };
    view! {
        <figure class="chart">
            <figcaption class="chart__title">
                {title.clone()}
                {peak.map(|bar| view! { <span class="chart__peak">{format!("Highest {}, {}", bar.shown, bar.label)}</span> })}
            </figcaption>
            <svg
                class="chart__picture"
                viewBox=format!("0 0 {} {}", width.max(10), HEIGHT + 1)
                preserveAspectRatio="none"
                role="img"
                aria-label=spoken
            >
                <path class="chart__line" d=format!("M0 .5H{width}M0 50.5H{width}M0 100.5H{width}")></path>
                {drawn}
            </svg>
            <div class="chart__ends" aria-hidden="true">
                <span>{first}</span>
                <span>{last}</span>
            </div>
            <div class="chart__table">
                <Disclosure summary="Show the figures">
                    <FigureTable title=title bars=bars unit=unit/>
                </Disclosure>
            </div>
        </figure>
    }
}

fn column(place: usize, bar: &Bar, top: i64) -> impl IntoView + use<> {
    let value = bar.value.max(0);
    let height = (i128::from(value) * i128::from(HEIGHT) / i128::from(top)) as i64;
    let height = if value > 0 { height.max(2) } else { 1 };
    let class = if value > 0 {
        "chart__bar"
    } else {
        "chart__bar chart__bar--zero"
    };
    view! {
        <rect class=class x=place as i64 * 10 + 2 y=HEIGHT - height width="6" height=height>
            <title>{format!("{}: {}", bar.label, bar.shown)}</title>
        </rect>
    }
}

#[component]
fn FigureTable(title: String, bars: Vec<Bar>, unit: String) -> impl IntoView {
    let rows = bars
        .into_iter()
        .map(|bar| view! { <tr><th scope="row">{bar.label}</th><td class="table__number">{bar.shown}</td></tr> })
        .collect_view();
    view! {
        <TableFrame label=title>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col" class="table__number">{unit}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}
