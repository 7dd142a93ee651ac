//! The workflow in a mail: a small picture that comes with it, since most readers block what would be fetched.

use std::sync::LazyLock;

use workflow::draw::png::{Fonts, NoPicture, png};

use super::post::Picture;

/// As wide and high as it is shown, in pixels; it is painted at twice that.
pub(super) const SHOWN: (u32, u32) = (160, 100);
const GROUND: [u8; 3] = [0xf4, 0xf4, 0xf7];
/// A miniature has no text.
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::default);

/// Paints miniatures, each as the picture of its own name. What cannot be painted is left out: a mail is worth more than its pictures.
pub(super) async fn painted(miniatures: Vec<(String, String)>) -> Vec<Picture> {
    let (width, height) = SHOWN;
    let paint = move |(name, miniature): (String, String)| {
        let painted = png(&miniature, (width * 2, height * 2), GROUND, &FONTS);
        painted.map(|png| Picture { name, png })
    };
    let paint_all = move || miniatures.into_iter().map(paint).collect();
    let painted: anyhow::Result<Vec<Picture>> = match tokio::task::spawn_blocking(paint_all).await {
        Ok(painted) => Result::<_, NoPicture>::map_err(painted, anyhow::Error::from),
        Err(broken_off) => Err(broken_off.into()),
    };
    painted.unwrap_or_else(|cause| {
        tracing::error!(
            cause = format!("{cause:#}"),
            "a mail goes without its pictures"
        );
        Vec::new()
    })
}
