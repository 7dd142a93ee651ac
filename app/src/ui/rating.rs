//! Ratings: stars for the eye, one sentence for everyone else. Each is one text: a page has a dozen, and only figures vary.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// From its topmost point around.
macro_rules! star {
    () => {
        "l2.2 4.5 4.9.7-3.55 3.45.85 4.9-4.4-2.35-4.4 2.35.85-4.9-3.55-3.45 4.9-.7z"
    };
}

const STAR: &str = concat!("M8 .9", star!());
/// Each 16 wide, with a gap of 2.
const FIVE: &str = concat!(
    "M8 .9",
    star!(),
    "M26 .9",
    star!(),
    "M44 .9",
    star!(),
    "M62 .9",
    star!(),
    "M80 .9",
    star!()
);

/// A product's rating in the room of a card: one star, the mean, the number of reviews.
#[component]
pub fn Rating(sum: i64, #[prop(into)] count: i64) -> impl IntoView {
    InertElement::new(match mean(sum, count) {
        None => NONE.to_owned(),
        Some(mean) => format!(
            r#"<span class="rating"><svg class="rating__star" viewBox="0 0 16 16" aria-hidden="true"><path class="rating__on" d="{STAR}"></path></svg><span aria-hidden="true">{mean:.1}</span><span class="rating__count" aria-hidden="true">({count})</span><span class="visually-hidden">{}</span></span>"#,
            spoken(mean, count)
        ),
    })
}

/// A rating with all five stars, filled to the exact mean; `alone` leaves the figures out, as beside one review.
#[component]
pub fn Stars(sum: i64, #[prop(into)] count: i64, #[prop(optional)] alone: bool) -> impl IntoView {
    InertElement::new(match (mean(sum, count), alone) {
        (None, _) => NONE.to_owned(),
        (Some(mean), true) => format!(
            r#"<span class="rating">{}<span class="visually-hidden">Rated {mean} out of 5</span></span>"#,
            five_stars(mean)
        ),
        (Some(mean), false) => format!(
            r#"<span class="rating">{}<span aria-hidden="true">{mean:.1}</span><span class="rating__count" aria-hidden="true">{}</span><span class="visually-hidden">{}</span></span>"#,
            five_stars(mean),
            reviews(count),
            spoken(mean, count)
        ),
    })
}

const NONE: &str = r#"<span class="rating rating--none">No ratings yet</span>"#;

fn five_stars(mean: f64) -> String {
    // The filled part is cut inside a star, never inside a gap.
    let filled = mean.floor() * 18.0 + mean.fract() * 16.0;
    format!(
        r#"<svg class="rating__stars" viewBox="0 0 88 16" aria-hidden="true"><path class="rating__off" d="{FIVE}"></path><svg x="0" y="0" width="{filled:.1}" height="16" viewBox="0 0 {filled:.1} 16" overflow="hidden"><path class="rating__on" d="{FIVE}"></path></svg></svg>"#
    )
}

/// How many reviews gave five, four, three, two stars and one.
#[component]
pub fn RatingSpread(
    /// Counts for 5, 4, 3, 2 and 1 stars.
    counts: [i64; 5],
) -> impl IntoView {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let rows = counts
        .into_iter()
        .enumerate()
        .map(|(place, count)| {
            let width = count * 100 / most;
            let stars = 5 - place;
            view! {
                <li class="rating-spread__row">
                    <span>{if stars == 1 { "1 star".to_owned() } else { format!("{stars} stars") }}</span>
                    <svg class="rating-spread__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect width="100" height="8"></rect>
                        <rect width=width height="8"></rect>
                    </svg>
                    <span class="rating-spread__count">{count}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rating-spread">{rows}</ul> }
}

fn mean(sum: i64, count: i64) -> Option<f64> {
    (count > 0).then(|| (sum as f64 / count as f64).clamp(0.0, 5.0))
}

fn spoken(mean: f64, count: i64) -> String {
    format!("Rated {mean:.1} out of 5 from {}", reviews(count))
}

fn reviews(count: i64) -> String {
    if count == 1 {
        "1 review".to_owned()
    } else {
        format!("{count} reviews")
    }
}
