//! The accept loop: a cap on connections, no time for those who dawdle, and an orderly end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::header::CONNECTION;
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
        .max_buf_size(64 << 10);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(64)
        .max_header_list_size(32 << 10)
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
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Peer(peer));
    let mut response = front.answer(request).await;
    if phases.now() >= Phase::Draining && version < Version::HTTP_2 {
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

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;

    use super::*;

    fn quick() -> Patience {
        let short = Duration::from_millis(300);
        Patience {
            head: short,
            idle: Duration::from_millis(600),
            stalled: short,
            crowded: short,
        }
    }

    async fn listening(connections: usize) -> (SocketAddr, Phases) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
        let address = listener.local_addr().expect("address");
        let phases = Phases::starting();
        let front = Front::new();
        let slow = || async { tokio::time::sleep(Duration::from_millis(900)).await };
        front.open(
            Router::new()
                .route("/", get(|| async { "hello" }))
                .route("/slow", get(slow)),
        );
        let limits = Limits {
            connections,
            patience: quick(),
            finish: Duration::from_secs(5),
        };
        tokio::spawn(serve(listener, front, phases.clone(), limits));
        (address, phases)
    }

    /// Everything the server says until it closes; None when it does not close within two seconds.
    async fn said(stream: &mut TcpStream) -> Option<String> {
        let mut text = Vec::new();
        let reading = stream.read_to_end(&mut text);
        tokio::time::timeout(Duration::from_secs(2), reading)
            .await
            .ok()?
            .ok();
        Some(String::from_utf8_lossy(&text).into_owned())
    }

    #[tokio::test]
    async fn who_sends_a_head_byte_by_byte_is_closed() {
        let (address, _phases) = listening(10).await;
        let mut stream = TcpStream::connect(address).await.expect("connect");
        for byte in b"GET / HT" {
            stream.write_all(&[*byte]).await.ok();
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        assert_eq!(said(&mut stream).await.as_deref(), Some(""));
    }

    #[tokio::test]
    async fn who_says_nothing_or_half_a_preface_is_closed() {
        let (address, _phases) = listening(10).await;
        for opening in ["", "PRI * HTTP/2.0"] {
            let mut stream = TcpStream::connect(address).await.expect("connect");
            stream.write_all(opening.as_bytes()).await.expect("write");
            assert!(
                said(&mut stream).await.is_some(),
                "{opening:?} is still open"
            );
        }
    }

    #[tokio::test]
    async fn a_slow_answer_is_not_a_slow_visitor() {
        let (address, _phases) = listening(10).await;
        let mut stream = TcpStream::connect(address).await.expect("connect");
        stream
            .write_all(b"GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n")
            .await
            .expect("write");
        let said = said(&mut stream).await.expect("closed when idle");
        assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    }

    #[tokio::test]
    async fn one_visitor_too_many_is_told_so_at_once() {
        let (address, _phases) = listening(1).await;
        let _first = TcpStream::connect(address).await.expect("connect");
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut second = TcpStream::connect(address).await.expect("connect");
        let said = said(&mut second).await.expect("closed");
        assert!(said.starts_with("HTTP/1.1 503"), "{said}");
    }

    #[tokio::test]
    async fn a_stopping_server_finishes_what_is_under_way_and_accepts_nothing_more() {
        let (address, phases) = listening(10).await;
        let mut stream = TcpStream::connect(address).await.expect("connect");
        stream
            .write_all(b"GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n")
            .await
            .expect("write");
        tokio::time::sleep(Duration::from_millis(100)).await;
        phases.enter(Phase::Draining);
        phases.enter(Phase::Stopping);
        let said = said(&mut stream).await.expect("finished");
        assert!(
            said.starts_with("HTTP/1.1 200") && said.contains("connection: close"),
            "{said}"
        );
        assert!(TcpStream::connect(address).await.is_err());
    }
    /// Comes again and again with a new connection, until nobody listens. How often that was neither answered nor refused.
    async fn knocks(address: SocketAddr) -> usize {
        let mut wronged = 0;
        while let Ok(mut stream) = TcpStream::connect(address).await {
            let asked = stream
                .write_all(b"GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
                .await;
            let said = said(&mut stream).await;
            if asked.is_err() || !said.is_some_and(|said| said.starts_with("HTTP/1.1 200")) {
                wronged += 1;
            }
        }
        wronged
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_gets_a_connection_gets_an_answer_also_while_the_server_stops() {
        for _ in 0..5 {
            let (address, phases) = listening(100).await;
            let visitors: Vec<_> = (0..16).map(|_| tokio::spawn(knocks(address))).collect();
            tokio::time::sleep(Duration::from_millis(30)).await;
            phases.enter(Phase::Stopping);
            for visitor in visitors {
                assert_eq!(visitor.await.expect("visitor"), 0);
            }
        }
    }
}
