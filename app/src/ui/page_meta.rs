//! What a page tells browsers, search engines and those who share it.

use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

/// Title, description, canonical address and what a shared link shows.
#[component]
pub fn PageMeta(
    #[prop(into)] title: String,
    #[prop(into)] description: String,
    /// The one full address of this page.
    #[prop(into)]
    canonical: String,
    /// `website`, or `product` for what is on sale.
    #[prop(default = "website")]
    kind: &'static str,
    /// The full address of a picture of 1200 by 630 pixels, and what it shows.
    #[prop(optional)]
    picture: Option<(String, String)>,
) -> impl IntoView {
    let card = if picture.is_some() {
        "summary_large_image"
    } else {
        "summary"
    };
    view! {
        <Title text=title.clone()/>
        <Meta name="description" content=description.clone()/>
        <Link rel="canonical" href=canonical.clone()/>
        <Meta property="og:site_name" content="Autopilot Monster"/>
        <Meta property="og:type" content=kind/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=description/>
        <Meta property="og:url" content=canonical/>
        <Meta name="twitter:card" content=card/>
        {picture
            .map(|(address, shows)| {
                view! {
                    <Meta property="og:image" content=address/>
                    <Meta property="og:image:type" content="image/png"/>
                    <Meta property="og:image:width" content="1200"/>
                    <Meta property="og:image:height" content="630"/>
                    <Meta property="og:image:alt" content=shows/>
                }
            })}
    }
}
