//! What holders of the product say.

use leptos::prelude::*;
use market::catalog::Review;

use crate::ui::{Day, EmptyState, Stars};

#[component]
pub(super) fn Reviews(reviews: Vec<Review>, sum: i64, count: i32) -> impl IntoView {
    let lines = reviews.into_iter().map(line).collect::<Vec<_>>();
    view! {
        <section class="product-section" id="reviews" aria-labelledby="reviews-title">
            <h2 class="product-section__title" id="reviews-title">"Reviews"</h2>
            {if lines.is_empty() {
                view! {
                    <EmptyState
                        title="No reviews yet"
                        text="Only people who own this product can review it. Be the first to try it."
                        mascot=false
                    />
                }
                .into_any()
            } else {
                view! {
                    <p class="product-section__lead">
                        <Stars sum=sum count=count/>
                        " Only people who own this product can review it."
                    </p>
                    {lines}
                }
                .into_any()
            }}
        </section>
    }
}

fn line(review: Review) -> impl IntoView {
    view! {
        <article class="review">
            <div class="review__head">
                <Stars sum=i64::from(review.rating) count=1 alone=true/>
                <span class="review__author">{review.author}</span>
                <span class="review__note"><Day at=review.created_at/> {format!(" · version {}", review.version_number)}</span>
            </div>
            <p class="review__body">{review.body}</p>
        </article>
    }
}
