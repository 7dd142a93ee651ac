//! Pictures of people. What is kept is drawn anew from the pixels: where and with what a photo was taken is not in it.

use std::io::Cursor;

use anyhow::anyhow;
use bytes::Bytes;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use object_store::ObjectStoreExt;
use object_store::path::Path;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::Customer;
use crate::jobs::{self, Job};
use crate::{AvatarId, Error, Market, Refusal, Result, Tx};

const FOLDER: &str = "avatars";
/// Of the file that is sent.
const LARGEST_FILE: usize = 5 << 20;
/// In pixels, of each side of it; and bytes its pixels may take while they are read.
const LONGEST_SIDE: u32 = 8_000;
const MOST_MEMORY: u64 = 200 << 20;
/// In pixels, of each side of what is kept.
const SIDE: u32 = 256;

/// A picture may take much memory while it is read, so one is read at a time.
static TURN: Semaphore = Semaphore::const_new(1);

/// Shows this picture of the account from now on. Refuses with `PictureMissing`, `PictureTooLarge` or `PictureUnreadable`.
pub async fn set_avatar(market: &Market, by: &Customer, file: Bytes) -> Result<AvatarId> {
    if file.is_empty() {
        return Err(Refusal::PictureMissing.into());
    }
    if file.len() > LARGEST_FILE {
        return Err(Refusal::PictureTooLarge.into());
    }
    let picture = drawn_anew(file).await?;
    let avatar = AvatarId(Uuid::new_v4());
    // First the file, then the row that names it: without its row it only takes space.
    market.files.put(&path(avatar), picture.into()).await?;
    let mut tx = market.begin().await?;
    replace(market, &mut tx, by, Some(avatar)).await?;
    tx.commit().await?;
    Ok(avatar)
}

/// Shows no picture of the account any more.
pub async fn remove_avatar(market: &Market, by: &Customer) -> Result<()> {
    let mut tx = market.begin().await?;
    replace(market, &mut tx, by, None).await?;
    Ok(tx.commit().await?)
}

/// The picture as WebP; `NotFound` when no account shows it.
pub async fn avatar_picture(market: &Market, avatar: AvatarId) -> Result<Bytes> {
    let shown = sqlx::query_scalar!(
        r#"select exists (select from account where avatar_id = $1) as "shown!""#,
        avatar.0
    )
    .fetch_one(&market.db)
    .await?;
    if !shown {
        return Err(Error::NotFound);
    }
    match market.files.get(&path(avatar)).await {
        Ok(found) => Ok(found.bytes().await?),
        Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// Takes the file out of the store; one that is gone already is gone.
pub(crate) async fn remove_file(market: &Market, avatar: AvatarId) -> Result<()> {
    match market.files.delete(&path(avatar)).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn replace(market: &Market, tx: &mut Tx, by: &Customer, new: Option<AvatarId>) -> Result<()> {
    let old = sqlx::query_scalar!(
        r#"select avatar_id as "id: AvatarId" from account where id = $1 for update"#,
        by.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "update account set avatar_id = $2 where id = $1",
        by.id.0,
        new.map(|id| id.0)
    )
    .execute(&mut **tx)
    .await?;
    match old {
        Some(avatar) => jobs::enqueue(tx, Job::RemoveAvatar { avatar }, market.now()).await,
        None => Ok(()),
    }
}

fn path(avatar: AvatarId) -> Path {
    Path::from(format!("{FOLDER}/{avatar}.webp"))
}

async fn drawn_anew(file: Bytes) -> Result<Vec<u8>> {
    let _turn = TURN.acquire().await.map_err(anyhow::Error::from)?;
    let drawn = tokio::task::spawn_blocking(move || redraw(&file));
    drawn.await.map_err(anyhow::Error::from)?
}

fn redraw(file: &[u8]) -> Result<Vec<u8>> {
    let mut picture = read(file).map_err(|error| match error {
        ImageError::Limits(_) => Refusal::PictureTooLarge,
        _ => Refusal::PictureUnreadable,
    })?;
    picture = picture.resize_to_fill(SIDE, SIDE, FilterType::Triangle);
    let mut drawn = Vec::new();
    DynamicImage::from(picture.into_rgba8())
        .write_with_encoder(WebPEncoder::new_lossless(&mut drawn))
        .map_err(|error| anyhow!("a picture could not be written: {error}"))?;
    Ok(drawn)
}

/// Upright, as the camera was held.
fn read(file: &[u8]) -> Result<DynamicImage, ImageError> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format()?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    if !reader
        .format()
        .is_some_and(|format| known.contains(&format))
    {
        let what = image::error::ImageFormatHint::Unknown;
        return Err(ImageError::Unsupported(what.into()));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}
