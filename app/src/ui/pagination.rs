//! Pages of a list, as real links.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// First, last, this and its neighbours; nothing when there is one page.
#[component]
pub fn Pagination<F>(
    /// 1-based.
    page: u32,
    pages: u32,
    /// The address of a page.
    href: F,
    #[prop(default = "Pages".to_owned(), into)] label: String,
) -> impl IntoView
where
    F: Fn(u32) -> String + Send + 'static,
{
    (pages > 1).then(|| {
        let numbers = shown(page, pages).into_iter().map(|shown| number(shown, page, &href)).collect_view();
        let (before, after) = (page.saturating_sub(1), page + 1);
        view! {
            <nav class="pagination" aria-label=label>
                {(before >= 1)
                    .then(|| {
                        view! {
                            <a class="pagination__link" href=href(before) rel="prev" aria-label="Previous page">
                                <Glyph icon=Icon::ArrowLeft small=true/>
                                <span class="pagination__word">"Previous"</span>
                            </a>
                        }
                    })}
                {numbers}
                {(after <= pages)
                    .then(|| {
                        view! {
                            <a class="pagination__link" href=href(after) rel="next" aria-label="Next page">
                                <span class="pagination__word">"Next"</span>
                                <Glyph icon=Icon::ArrowRight small=true/>
                            </a>
                        }
                    })}
            </nav>
        }
    })
}

fn number(shown: Option<u32>, page: u32, href: &impl Fn(u32) -> String) -> AnyView {
    match shown {
        None => view! { <span class="pagination__gap" aria-hidden="true">"…"</span> }.into_any(),
        Some(number) => {
            let current = (number == page).then_some("page");
            let label = format!("Page {number}");
            view! { <a class="pagination__link" href=href(number) aria-label=label aria-current=current>{number}</a> }
                .into_any()
        }
    }
}

/// The page numbers to show; `None` is a gap.
fn shown(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut numbers = Vec::new();
    let mut last = 0;
    for number in 1..=pages {
        if number == 1 || number == pages || number.abs_diff(page) <= 1 {
            match number - last {
                1 => {}
                // A gap of one number is better shown as that number.
                2 => numbers.push(Some(number - 1)),
                _ => numbers.push(None),
            }
            numbers.push(Some(number));
            last = number;
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn long_lists_show_the_ends_and_the_neighbours() {
        assert_eq!(shown(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(
            shown(6, 12),
            [Some(1), None, Some(5), Some(6), Some(7), None, Some(12)]
        );
    }

    #[test]
    fn a_gap_of_one_page_is_shown_as_that_page() {
        assert_eq!(shown(4, 12)[..4], [Some(1), Some(2), Some(3), Some(4)]);
    }
}
