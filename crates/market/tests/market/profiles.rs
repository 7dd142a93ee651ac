use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use market::accounts::{
    AddressForm, ProfileForm, add_address, address, addresses, avatar_picture, change_address,
    profile, remove_address, remove_avatar, save_profile, set_avatar, time_zones,
};
use market::{Error, Refusal};

use crate::support::{empty_shop, refusal};

fn form(name: &str, bio: &str, locale: &str, time_zone: &str) -> ProfileForm {
    ProfileForm {
        name: name.to_owned(),
        bio: bio.to_owned(),
        locale: locale.to_owned(),
        time_zone: time_zone.to_owned(),
    }
}

#[tokio::test]
async fn a_profile_is_kept_as_typed_but_for_what_cannot_be_seen() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let typed = form(
        "Ada\u{202e}  Lovelace",
        "Poet.\r\nMathematician.\u{0007} ",
        "pt-BR",
        "Europe/London",
    );
    save_profile(&shop.market, &ada, &typed).await.unwrap();
    let kept = profile(&shop.market.db, ada.id).await.unwrap();
    assert_eq!(
        (
            kept.name.as_str(),
            kept.bio.as_str(),
            kept.locale.as_str(),
            kept.time_zone.as_str()
        ),
        (
            "Ada Lovelace",
            "Poet.\nMathematician.",
            "pt-BR",
            "Europe/London"
        )
    );
    let long = "x".repeat(1_001);
    for (typed, why) in [
        (form("", "", "en", "UTC"), Refusal::NameMissing),
        (form("Ada", &long, "en", "UTC"), Refusal::BioTooLong),
        (form("Ada", "", "xx", "UTC"), Refusal::LocaleUnknown),
        (
            form("Ada", "", "en", "Mars/Olympus"),
            Refusal::TimeZoneUnknown,
        ),
        (form("Ada", "", "en", "Etc/GMT+5"), Refusal::TimeZoneUnknown),
    ] {
        assert_eq!(refusal(save_profile(&shop.market, &ada, &typed).await), why);
    }
    assert!(time_zones().len() > 400 && time_zones().contains(&"UTC"));
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [255, 0, 0]
        } else {
            [0, 0, 255]
        })
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut file, ImageFormat::Jpeg)
        .unwrap();
    file.into_inner()
}

/// The picture with a note of where it was taken, and that the camera was held upright: to be turned right.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    exif.extend(b"\0\x02\x01\x0e\0\x02\0\0\0\x04BAN\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
    exif.extend(b"48.8584,2.2945");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[tokio::test]
async fn a_picture_is_drawn_anew_upright_and_square_and_tells_nothing_of_where_it_was_taken() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let photo = with_exif(&jpeg(640, 400));
    assert!(photo.windows(7).any(|part| part == b"48.8584"));
    let avatar = set_avatar(&shop.market, &ada, Bytes::from(photo))
        .await
        .unwrap();
    let kept = avatar_picture(&shop.market, avatar).await.unwrap();
    assert!(kept.starts_with(b"RIFF") && !kept.windows(7).any(|part| part == b"48.8584"));
    assert!(
        !kept
            .windows(4)
            .any(|part| part == b"EXIF" || part == b"Exif")
    );
    let seen = image::load_from_memory(&kept).unwrap().into_rgb8();
    assert_eq!(seen.dimensions(), (256, 256));
    let (top, bottom) = (seen.get_pixel(128, 10), seen.get_pixel(128, 245));
    assert!(
        top[0] > 200 && bottom[2] > 200,
        "left is up: {top:?} {bottom:?}"
    );
}

#[tokio::test]
async fn another_picture_has_another_address_and_the_old_file_goes() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let file = || Bytes::from(jpeg(64, 64));
    let first = set_avatar(&shop.market, &ada, file()).await.unwrap();
    let second = set_avatar(&shop.market, &ada, file()).await.unwrap();
    shop.works().await;
    assert!(matches!(
        avatar_picture(&shop.market, first).await,
        Err(Error::NotFound)
    ));
    let lies = object_store::path::Path::from(format!("avatars/{first}.webp"));
    let gone = object_store::ObjectStoreExt::head(&shop.market.files, &lies).await;
    assert!(gone.is_err());
    remove_avatar(&shop.market, &ada).await.unwrap();
    assert!(matches!(
        avatar_picture(&shop.market, second).await,
        Err(Error::NotFound)
    ));
    assert_eq!(profile(&shop.market.db, ada.id).await.unwrap().avatar, None);
}

#[tokio::test]
async fn what_is_no_picture_or_would_fill_the_memory_is_refused() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
    let mut broken = jpeg(64, 64);
    broken.truncate(60);
    // A few bytes that say they are 60,000 by 60,000 pixels.
    let mut flood = Cursor::new(Vec::new());
    DynamicImage::new_luma8(1, 1)
        .write_to(&mut flood, ImageFormat::Png)
        .unwrap();
    let mut flood = flood.into_inner();
    flood[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&flood[12..29]);
    flood[29..33].copy_from_slice(&sum.to_be_bytes());
    for (file, why) in [
        (Vec::new(), Refusal::PictureMissing),
        (svg, Refusal::PictureUnreadable),
        (broken, Refusal::PictureUnreadable),
        (flood, Refusal::PictureTooLarge),
        (vec![0; (5 << 20) + 1], Refusal::PictureTooLarge),
    ] {
        let tried = set_avatar(&shop.market, &ada, Bytes::from(file)).await;
        assert_eq!(refusal(tried), why);
    }
}

/// As PNG sums its chunks.
fn crc(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 * (sum & 1))
        })
    });
    !sum
}

fn typed(city: &str) -> AddressForm {
    AddressForm {
        name: "Ada Lovelace".to_owned(),
        line1: "12 St James's Square".to_owned(),
        city: city.to_owned(),
        country: "gb".to_owned(),
        ..AddressForm::default()
    }
}

#[tokio::test]
async fn one_address_is_for_invoices_and_one_for_parcels_the_first_for_both() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let first = add_address(&shop.market, &ada, &typed("London"))
        .await
        .unwrap();
    let second = AddressForm {
        for_shipping: true,
        ..typed("Ockham")
    };
    let second = add_address(&shop.market, &ada, &second).await.unwrap();
    let uses = async || {
        let kept = addresses(&shop.market.db, ada.id).await.unwrap();
        kept.iter()
            .map(|kept| (kept.id, kept.for_billing, kept.for_shipping))
            .collect::<Vec<_>>()
    };
    assert_eq!(uses().await, [(first, true, false), (second, false, true)]);
    let both = AddressForm {
        for_billing: true,
        for_shipping: true,
        ..typed("Marylebone")
    };
    change_address(&shop.market, &ada, second, &both)
        .await
        .unwrap();
    assert_eq!(uses().await, [(first, false, false), (second, true, true)]);
    let together = (0..6).map(|_| change_address(&shop.market, &ada, first, &both));
    for changed in futures::future::join_all(together).await {
        changed.unwrap();
    }
    assert_eq!(uses().await, [(first, true, true), (second, false, false)]);
    remove_address(&shop.market, &ada, first).await.unwrap();
    assert_eq!(uses().await.len(), 1);
}

#[tokio::test]
async fn somebody_elses_address_is_not_there() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    let id = add_address(&shop.market, &ada, &typed("London"))
        .await
        .unwrap();
    assert!(matches!(
        address(&shop.market.db, eve.id, id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        change_address(&shop.market, &eve, id, &typed("Paris")).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        remove_address(&shop.market, &eve, id).await,
        Err(Error::NotFound)
    ));
    assert_eq!(
        address(&shop.market.db, ada.id, id).await.unwrap().city,
        "London"
    );
}

#[tokio::test]
async fn an_address_says_what_it_lacks() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    for (form, why) in [
        (
            AddressForm {
                name: " ".to_owned(),
                ..typed("London")
            },
            Refusal::AddressNameMissing,
        ),
        (
            AddressForm {
                line1: String::new(),
                ..typed("London")
            },
            Refusal::AddressLineMissing,
        ),
        (typed("\u{200b}"), Refusal::CityMissing),
        (
            AddressForm {
                country: "XX".to_owned(),
                ..typed("London")
            },
            Refusal::CountryUnknown,
        ),
        (typed(&"x".repeat(121)), Refusal::AddressTooLong),
    ] {
        assert_eq!(refusal(add_address(&shop.market, &ada, &form).await), why);
    }
    for _ in 0..20 {
        add_address(&shop.market, &ada, &typed("London"))
            .await
            .unwrap();
    }
    let one_more = add_address(&shop.market, &ada, &typed("London")).await;
    assert_eq!(refusal(one_more), Refusal::AddressesTooMany);
}
