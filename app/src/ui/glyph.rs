//! Our own icon set, drawn on a 20-pixel grid.

use html_escape::encode_double_quoted_attribute as escaped;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// Every icon of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Points back.
    ArrowLeft,
    /// Points onward, at the end of a link.
    ArrowRight,
    /// The basket in the header.
    Cart,
    /// Done, included.
    Check,
    /// Opens to the right (and turns when open).
    ChevronRight,
    /// Opens downward.
    ChevronDown,
    /// How long something takes.
    Clock,
    /// Wrong, refused, remove.
    Cross,
    /// A neutral state.
    Dot,
    /// Take the file.
    Download,
    /// A file of a version.
    File,
    /// The filters of a list.
    Filter,
    /// Worth knowing.
    Info,
    /// A credential or license key.
    Key,
    /// A way out to another site.
    Link,
    /// Private, secure.
    Lock,
    /// A letter, an e-mail address.
    Mail,
    /// The menu of a narrow header.
    Menu,
    /// A workflow: nodes and edges.
    Nodes,
    /// What one writes or changes.
    Pen,
    /// A place on the map.
    Pin,
    /// A receipt.
    Receipt,
    /// Money back.
    Refund,
    /// The terms a product is sold under.
    Scroll,
    /// Find.
    Search,
    /// Scanned, safe.
    Shield,
    /// Ours, notable.
    Spark,
    /// The vendor area.
    Store,
    /// Categories.
    Tag,
    /// The signed-in person.
    User,
    /// A checked identity.
    Verified,
    /// Needs a look.
    Warning,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::ArrowLeft => "M16 10H4M9 5l-5 5 5 5",
            Icon::ArrowRight => "M4 10h12M11 5l5 5-5 5",
            Icon::Cart => "M2.5 3.5h2l2 9.5h8.5l2-7H5.3M8 16.8h.01M14 16.8h.01",
            Icon::Check => "M4 10.5l4 4L16 6",
            Icon::ChevronRight => "M7.5 5l5 5-5 5",
            Icon::ChevronDown => "M5 7.5l5 5 5-5",
            Icon::Clock => "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4M10 6v4.2l2.8 1.8",
            Icon::Cross => "M5 5l10 10M15 5L5 15",
            Icon::Dot => "M10 8a2 2 0 1 0 0 4a2 2 0 0 0 0-4",
            Icon::Download => "M10 3v9.5M5.8 8.5L10 12.7l4.2-4.2M3.5 16.5h13",
            Icon::File => "M5 2.8h6.5L15.5 7v10.2H5zM11.3 3v4.2h4",
            Icon::Filter => "M3 5.5h14M5.5 10h9M8 14.5h4",
            Icon::Info => "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4M10 9.2v4.3M10 6.4v.01",
            Icon::Key => "M10 10a3.5 3.5 0 1 0-7 0a3.5 3.5 0 0 0 7 0M10 10h7.5v3M14 10v2.4",
            Icon::Link => "M8 5H4v11h11v-4M11 3.5h5.5V9M16.2 3.8L9.5 10.5",
            Icon::Lock => "M4.5 9h11v8h-11zM7 9V6.3a3 3 0 0 1 6 0V9",
            Icon::Mail => "M2.8 4.8h14.4v10.4H2.8zM3 5.3l7 5.7 7-5.7",
            Icon::Menu => "M3 5.5h14M3 10h14M3 14.5h14",
            Icon::Nodes => {
                "M2.5 7.5h5v5h-5zM13 2.8h4.5v4.5H13zM13 12.7h4.5v4.5H13zM7.5 10h2.8V5H13M10.3 10v5H13"
            }
            Icon::Pen => "M3.5 16.5l.9-3.6 8.9-8.9 2.7 2.7-8.9 8.9zM11.3 6l2.7 2.7",
            Icon::Pin => {
                "M10 17.3c3.3-3.4 5-6.1 5-8.6a5 5 0 0 0-10 0c0 2.5 1.7 5.2 5 8.6M10 7a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 0 0 0-3.4"
            }
            Icon::Receipt => {
                "M4.5 2.8h11v14.4l-2.2-1.5-1.7 1.5-1.6-1.5-1.6 1.5-1.7-1.5-2.2 1.5zM7.5 7h5M7.5 10.5h5"
            }
            Icon::Refund => "M3.5 4v4h4M3.8 8A6.8 6.8 0 1 1 3.4 12",
            Icon::Scroll => "M5.5 3h9v14h-9zM8 7h4M8 10h4M8 13h2",
            Icon::Search => "M9 3.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 0 0 0-11.6M13.3 13.3l3.7 3.7",
            Icon::Shield => {
                "M10 2.5l6.3 2.3v4.7c0 3.8-2.6 6.6-6.3 8-3.7-1.4-6.3-4.2-6.3-8V4.8zM7 10l2.2 2.2L13 8.3"
            }
            Icon::Spark => "M10 2.8l1.7 5.5 5.5 1.7-5.5 1.7L10 17.2l-1.7-5.5L2.8 10l5.5-1.7z",
            Icon::Store => "M3.5 8.5v8.3h13V8.5M2.5 8l1.7-4.8h11.6L17.5 8zM8 16.8v-4.6h4v4.6",
            Icon::Tag => "M3 3.5h6.5l7.3 7.3-6 6L3.5 9.5zM6.7 7v.01",
            Icon::User => {
                "M10 3a3.4 3.4 0 1 0 0 6.8A3.4 3.4 0 0 0 10 3M3.5 17c.6-3.4 3-5 6.5-5s5.9 1.6 6.5 5"
            }
            Icon::Verified => "M7.2 10.2l2 2 3.7-4.2",
            Icon::Warning => "M10 3.2l7.3 13.3H2.7zM10 8v4M10 14.2v.01",
        }
    }
}

/// An icon. Without a `label` it is decoration and hidden from assistive technology. As one text: a page has fifty.
#[component]
pub fn Glyph(
    icon: Icon,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] label: Option<String>,
) -> impl IntoView {
    let class = match (icon, small) {
        (Icon::Verified, _) => "glyph glyph--verified",
        (_, true) => "glyph glyph--small",
        (_, false) => "glyph",
    };
    let told = match label.as_deref().filter(|label| !label.is_empty()) {
        Some(label) => format!(r#"role="img" aria-label="{}""#, escaped(label)),
        None => r#"aria-hidden="true""#.to_owned(),
    };
    let path = icon.path();
    let drawn = match icon {
        Icon::Verified => format!(
            r#"<path d="{SEAL}" class="glyph__seal"></path><path class="glyph__tick" d="{path}"></path>"#
        ),
        _ => format!(r#"<path d="{path}"></path>"#),
    };
    InertElement::new(format!(
        r#"<svg class="{class}" viewBox="0 0 20 20" {told}>{drawn}</svg>"#
    ))
}

/// The filled seal beside a verified vendor's name.
const SEAL: &str = "M10 1.8l2.2 1.7 2.8-.2.9 2.6 2.3 1.5-.8 2.6.8 2.7-2.3 1.5-.9 2.6-2.8-.2L10 18.3l-2.2-1.7-2.8.2-.9-2.6-2.3-1.5.8-2.7-.8-2.6 2.3-1.5.9-2.6 2.8.2z";
