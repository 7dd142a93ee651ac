//! A person or vendor as their picture, or as initials on a color chosen by the name.

use leptos::either::Either;
use leptos::prelude::*;

/// How large an avatar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 32 pixels, in rows.
    #[default]
    Small,
    /// 56 pixels, on the page of the vendor.
    Large,
}

/// Deep enough that white letters keep 4.5 : 1 on each.
const PAINTS: [&str; 8] = [
    "#4f3fc4", "#0b6e99", "#8f4a00", "#1d7a46", "#a8265a", "#3a5fc8", "#7a3fa8", "#00727a",
];

/// A picture or initials; decoration beside the written name. People are round, vendors square.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional)] size: AvatarSize,
    #[prop(optional)] round: bool,
    /// Where the picture is, if there is one.
    #[prop(optional_no_strip, into)]
    picture: Option<String>,
) -> impl IntoView {
    let class = match (size, round) {
        (AvatarSize::Small, false) => "avatar",
        (AvatarSize::Small, true) => "avatar avatar--round",
        (AvatarSize::Large, false) => "avatar avatar--large",
        (AvatarSize::Large, true) => "avatar avatar--large avatar--round",
    };
    match picture {
        Some(picture) => {
            Either::Left(view! { <img class=class src=picture alt="" width="256" height="256"/> })
        }
        None => Either::Right(initials(&name, class)),
    }
}

fn initials(name: &str, class: &'static str) -> impl IntoView + use<> {
    let paint = PAINTS[name.bytes().map(usize::from).sum::<usize>() % PAINTS.len()];
    let initials: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    view! {
        <svg class=class viewBox="0 0 36 36" aria-hidden="true">
            <rect width="36" height="36" fill=paint></rect>
            <text x="18" y="23" text-anchor="middle">{initials}</text>
        </svg>
    }
}
