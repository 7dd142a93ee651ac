//! The accept loop: a cap on connections, no time for those who dawdle, and an orderly end.

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::header::{CONNECTION, TRANSFER_ENCODING};
use http::{HeaderValue, Request, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::{Activity, Holding, Noted, Patience};
use super::front::{Front, Peer};
use super::last_call;
use super::phase::{Phase, Phases};

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connections: usize,
    pub patience: Patience,
    /// How long requests under way may take to finish once we stop.
    pub finish: Duration,
}

/// The longest head of a request, its address and cookies included: a tenth of it is usual.
const HEAD_BYTES: usize = 16 << 10;

/// What a visitor reads who is one too many.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nBusy\n";

/// Connections that are on their way when we stop listening are taken for this long, and those that were just taken have
/// it to ask their first question.
const LAST_CALL: Duration = Duration::from_millis(100);

/// Accepts connections until the server stops, then finishes what is under way.
pub async fn serve(listener: TcpListener, front: Front, phases: Phases, limits: Limits) {
    let connections = Connections {
        front,
        phases: phases.clone(),
        limits,
        slots: Arc::new(Semaphore::new(limits.connections)),
        porters: Arc::new(Semaphore::new(64)),
        http: http(),
    };
    connections
        .accept_until(&listener, phases.reached(Phase::Stopping))
        .await;
    last_call::announce(&listener);
    connections
        .accept_until(&listener, tokio::time::sleep(LAST_CALL))
        .await;
    drop(listener);
    if tokio::time::timeout(limits.finish, connections.all_ended())
        .await
        .is_err()
    {
        tracing::warn!("some requests were not finished in time and are cut off");
    }
}

fn http() -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    // Our own watcher is stricter about heads; hyper's limit is the net below it.
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(90))
        .max_buf_size(HEAD_BYTES);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(64)
        .max_header_list_size(HEAD_BYTES as u32)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    http
}

struct Connections {
    front: Front,
    phases: Phases,
    limits: Limits,
    slots: Arc<Semaphore>,
    /// How many may be turned away politely at a time; the others are just closed.
    porters: Arc<Semaphore>,
    http: Builder<TokioExecutor>,
}

impl Connections {
    async fn accept_until(&self, listener: &TcpListener, end: impl Future<Output = ()>) {
        tokio::pin!(end);
        loop {
            tokio::select! {
                accepted = listener.accept() => self.accepted(accepted).await,
                () = &mut end => return,
            }
        }
    }

    async fn accepted(&self, accepted: std::io::Result<(TcpStream, SocketAddr)>) {
        match accepted {
            Ok((stream, peer)) => match self.slots.clone().try_acquire_owned() {
                Ok(slot) => self.serve(stream, peer, slot),
                Err(_) => self.turn_away(stream),
            },
            Err(error) => {
                // Out of file descriptors, most likely: those under way will give some back.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Every connection holds a slot for as long as it lives.
    async fn all_ended(&self) {
        let all = u32::try_from(self.limits.connections).unwrap_or(u32::MAX);
        // The slots are never closed, so this cannot fail.
        let _all = self.slots.acquire_many(all).await;
    }

    fn turn_away(&self, stream: TcpStream) {
        metrics::counter!("http_connections_turned_away_total").increment(1);
        let Ok(porter) = self.porters.clone().try_acquire_owned() else {
            return;
        };
        tokio::spawn(async move {
            let _said = tokio::time::timeout(Duration::from_millis(500), say_full(stream)).await;
            drop(porter);
        });
    }

    fn serve(&self, stream: TcpStream, peer: SocketAddr, slot: OwnedSemaphorePermit) {
        // Without it every streamed page waits for the visitor's delayed acknowledgement.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let activity = Activity::new();
        let (front, phases, noted) = (self.front.clone(), self.phases.clone(), activity.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            answer(front.clone(), phases.clone(), noted.clone(), peer, request)
        });
        let io = TokioIo::new(Noted::new(stream, activity.clone()));
        let connection = self.http.serve_connection(io, service).into_owned();
        let (patience, slots, all) = (
            self.limits.patience,
            self.slots.clone(),
            self.limits.connections,
        );
        let phases = self.phases.clone();
        tokio::spawn(async move {
            tokio::pin!(connection);
            let leaving = time_to_leave(&activity, &phases);
            let lived = async {
                tokio::select! {
                    // An error here is the visitor's going away or not speaking HTTP.
                    _ended = &mut connection => return,
                    () = leaving => {}
                }
                connection.as_mut().graceful_shutdown();
                let _ended = connection.await;
            };
            tokio::select! {
                () = lived => {}
                () = too_long(&activity, patience, || slots.available_permits() * 4 < all) => {
                    metrics::counter!("http_connections_timed_out_total").increment(1);
                }
            }
            drop(slot);
        });
        let open = self.limits.connections - self.slots.available_permits();
        metrics::gauge!("http_connections_open").set(open as f64);
    }
}

async fn answer(
    front: Front,
    phases: Phases,
    activity: Arc<Activity>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let under_way = activity.request();
    let version = request.version();
    let in_chunks = request.headers().contains_key(TRANSFER_ENCODING);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Peer(peer));
    let mut response = front.answer(request).await;
    // Whoever stands before us may have read chunks, or a length beside them, otherwise than we did: nothing that follows
    // on this connection would be taken for what it is (RFC 9112, 6.1).
    let ends = in_chunks || phases.now() >= Phase::Draining;
    if ends && version < Version::HTTP_2 {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response.map(|body| Body::new(Holding::new(body, under_way))))
}

/// Returns when the server stops and this connection shall end with what is under way on it. One that was taken a moment
/// ago may still ask: its visitor cannot know that nobody would hear.
async fn time_to_leave(activity: &Activity, phases: &Phases) {
    phases.reached(Phase::Stopping).await;
    while !activity.has_begun() && activity.age() < 2 * LAST_CALL {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Returns when the connection has tried our patience.
async fn too_long(activity: &Activity, patience: Patience, crowded: impl Fn() -> bool) {
    loop {
        let now = tokio::time::Instant::now();
        let wait = match activity.ends(&patience, crowded()) {
            Some(end) if end <= now => return,
            Some(end) => (end - now).min(Duration::from_secs(1)),
            None => Duration::from_secs(1),
        };
        tokio::time::sleep(wait.max(Duration::from_millis(10))).await;
    }
}

/// Says so, and reads what was sent: closing with unread bytes would take the answer back.
async fn say_full(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(FULL).await?;
    stream.shutdown().await?;
    let mut unread = [0_u8; 4096];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}
