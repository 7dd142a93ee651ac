//! Drawings as PNG: painted once, kept while they are asked for, and only a few at the same time.

mod kept;

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use http::HeaderMap;
use http::header::IF_NONE_MATCH;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use workflow::draw::png::{Fonts, NoPicture};

use kept::Kept;

/// Pictures painted at the same time: each takes a processor for a good part of a second.
static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// How long one may wait for its turn.
const TURN: Duration = Duration::from_secs(2);
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::default);
static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// An SVG that somebody wants as a picture.
pub(super) struct Painting {
    drawing: String,
    /// The same drawing gives the same bytes, so its hash stands for both.
    hash: [u8; 32],
}

impl Painting {
    pub(super) fn of(drawing: String) -> Self {
        let hash = Sha256::digest(&drawing).into();
        Self { drawing, hash }
    }

    pub(super) fn etag(&self) -> String {
        format!("\"{}\"", hex::encode(&self.hash[..16]))
    }

    /// Whether who asks has it already.
    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        let etag = self.etag();
        headers.get_all(IF_NONE_MATCH).iter().any(|value| {
            let known = value.to_str().unwrap_or_default();
            known
                .split(',')
                .any(|known| known.trim().trim_start_matches("W/") == etag)
        })
    }

    /// The picture as it was kept, or painted now; nothing when too many others are being painted.
    pub(super) async fn painted(
        self,
        paint: impl FnOnce(&str, &Fonts) -> Result<Vec<u8>, NoPicture> + Send + 'static,
    ) -> anyhow::Result<Option<Bytes>> {
        let Self { drawing, hash } = self;
        if let Some(picture) = kept().get(&hash) {
            return Ok(Some(picture));
        }
        let turn = PLACES.clone().acquire_owned();
        let Ok(Ok(place)) = tokio::time::timeout(TURN, turn).await else {
            return Ok(None);
        };
        // Somebody may have painted it while we waited.
        if let Some(picture) = kept().get(&hash) {
            return Ok(Some(picture));
        }
        let painted = tokio::task::spawn_blocking(move || {
            // Held until it is done, also when nobody waits for it any longer.
            let _place = place;
            let picture = Bytes::from(paint(&drawing, &FONTS)?);
            kept().put(hash, picture.clone());
            anyhow::Ok(picture)
        });
        painted.await.context("painting was broken off")?.map(Some)
    }
}

fn kept() -> std::sync::MutexGuard<'static, Kept> {
    // Whoever panicked while holding it left a list of pictures that are whole.
    KEPT.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
