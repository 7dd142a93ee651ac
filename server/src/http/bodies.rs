//! Takes in what visitors send before it counts as a request: whoever sends slowly holds a connection, and nobody's place.

use std::convert::Infallible;
use std::time::Duration;

use app::access::UPLOADS;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures::stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::refusal::{Kind, refuse};

/// The largest form or webhook.
pub const BODY_BYTES: usize = 512 << 10;
/// The largest form with a file in it. How large the file itself may be is the act's to say.
const UPLOAD_BYTES: usize = 8 << 20;

/// What all of one kind may hold in memory together, by what has arrived of them, in pieces of this size. Only whoever has
/// sent much can use it up, and forms and files cannot use up each other's.
static FORMS: Semaphore = Semaphore::const_new((16 << 20) / PIECE);
static FILES: Semaphore = Semaphore::const_new((24 << 20) / PIECE);
const PIECE: usize = 1 << 10;

/// Kept in blocks, for one that grew would need twice its size.
const BLOCK: usize = 64 << 10;

/// A body that has arrived, and its part of the memory for as long as it is needed.
struct Arrived {
    blocks: Vec<BytesMut>,
    _room: SemaphorePermit<'static>,
}

/// Takes the body in whole before anyone looks at it: too much is 413 and too slow is 408, whatever the handler would say.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, mut body) = request.into_parts();
    let (most, patience, room) = if UPLOADS.contains(&parts.uri.path()) {
        (UPLOAD_BYTES, Duration::from_secs(8), &FILES)
    } else {
        (BODY_BYTES, Duration::from_secs(4), &FORMS)
    };
    let arrived = if announced(&parts.headers).is_some_and(|length| length > most as u64) {
        swallow(body, most).await;
        Err(Kind::TooLarge)
    } else {
        tokio::time::timeout(patience, take_in(&mut body, most, room))
            .await
            .unwrap_or(Err(Kind::TooSlow))
    };
    match arrived {
        Ok(arrived) => {
            let Arrived { blocks, _room } = arrived;
            let blocks = blocks
                .into_iter()
                .map(|block| Ok::<_, Infallible>(block.freeze()));
            let body = Body::from_stream(stream::iter(blocks));
            next.run(Request::from_parts(parts, body)).await
        }
        Err(kind) => refuse(&parts.headers, status(kind), kind),
    }
}

async fn take_in(body: &mut Body, most: usize, room: &'static Semaphore) -> Result<Arrived, Kind> {
    let mut blocks = vec![BytesMut::new()];
    let mut length = 0;
    let mut held = room.try_acquire_many(0).map_err(|_| Kind::Busy)?;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_broken| Kind::BadRequest)?.into_data() else {
            continue;
        };
        length += data.len();
        if length > most {
            return Err(Kind::TooLarge);
        }
        let missing = length.div_ceil(PIECE) - held.num_permits();
        let missing = u32::try_from(missing).map_err(|_| Kind::TooLarge)?;
        held.merge(room.try_acquire_many(missing).map_err(|_| Kind::Busy)?);
        match blocks.last_mut() {
            Some(block) if block.len() + data.len() <= BLOCK => block.extend_from_slice(&data),
            _ => blocks.push(BytesMut::from(&data[..])),
        }
    }
    Ok(Arrived {
        blocks,
        _room: held,
    })
}

fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Whoever is still sending would see a broken connection instead of the answer, so a little more is taken and let go.
async fn swallow(mut body: Body, most: usize) {
    let taken = async {
        let mut left = 8 * BODY_BYTES + most;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(1), taken)
        .await
        .ok();
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use futures::StreamExt;
    use tower::ServiceExt;

    use super::*;

    async fn status(path: &str, body: Body) -> StatusCode {
        let echo = || post(|body: Bytes| async move { body.len().to_string() });
        let site: Router = Router::new()
            .route("/echo", echo())
            .route(UPLOADS[0], echo())
            .layer(from_fn(layer));
        let request = Request::post(path).body(body).expect("request");
        site.oneshot(request).await.expect("answer").status()
    }

    fn chunks(count: usize) -> impl futures::Stream<Item = std::io::Result<Bytes>> + Send {
        stream::iter((0..count).map(|_| Ok(Bytes::from(vec![b'x'; 64 << 10]))))
    }

    #[tokio::test]
    async fn a_body_too_large_is_refused_whether_or_not_it_is_announced() {
        let chunked = Body::from_stream(chunks(9));
        assert_eq!(
            status("/echo", chunked).await,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        let whole = Body::from(vec![b'x'; BODY_BYTES + 1]);
        assert_eq!(status("/echo", whole).await, StatusCode::PAYLOAD_TOO_LARGE);
        let fits = Body::from(vec![b'x'; BODY_BYTES]);
        assert_eq!(status("/echo", fits).await, StatusCode::OK);
    }

    #[tokio::test]
    async fn those_who_send_slowly_are_cut_off_and_keep_no_room_from_others() {
        let slow = (0..2_000).map(|_| {
            let never_ends = stream::iter([Ok::<_, std::io::Error>(Bytes::from("a"))]);
            let body = Body::from_stream(never_ends.chain(stream::pending()));
            status("/echo", body)
        });
        let slow = tokio::spawn(futures::future::join_all(slow.collect::<Vec<_>>()));
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(status("/echo", Body::from("a=b")).await, StatusCode::OK);
        let slow = slow.await.expect("answers");
        assert!(
            slow.iter()
                .all(|status| *status == StatusCode::REQUEST_TIMEOUT)
        );
    }

    #[tokio::test]
    async fn more_than_fits_into_memory_is_told_to_come_back_and_leaves_its_room_behind() {
        static ROOM: Semaphore = Semaphore::const_new(64);
        let mut large = Body::from_stream(chunks(2));
        let refused = take_in(&mut large, BODY_BYTES, &ROOM).await;
        assert!(matches!(refused, Err(Kind::Busy)));
        let mut fits = Body::from_stream(chunks(1));
        let fits = take_in(&mut fits, BODY_BYTES, &ROOM).await.expect("fits");
        assert_eq!((fits.blocks.len(), ROOM.available_permits()), (1, 0));
        drop(fits);
        assert_eq!(ROOM.available_permits(), 64);
    }
}
