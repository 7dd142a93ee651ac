//! One connection's account: what it is doing, since when, and whether it has done so for too long.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// How long a connection may do what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From a request's first byte to the end of its head; also from the connection to its first byte.
    pub head: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// Without the visitor taking a byte of the answer.
    pub stalled: Duration,
    /// Instead of `idle`, and for a first byte, when connections run short.
    pub crowded: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            // Longer than proxies keep theirs, so that they never write to one we are just closing.
            idle: Duration::from_secs(75),
            stalled: Duration::from_secs(30),
            crowded: Duration::from_secs(1),
        }
    }
}

/// Shared by the stream, the service and the watcher of one connection. Times are milliseconds since it began, 0 is never.
#[derive(Debug)]
pub struct Activity {
    began: Instant,
    requests: AtomicUsize,
    idle_since: AtomicU64,
    head_since: AtomicU64,
    stalled_since: AtomicU64,
    answered: AtomicU64,
}

impl Activity {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            began: Instant::now(),
            requests: AtomicUsize::new(0),
            idle_since: AtomicU64::new(1),
            head_since: AtomicU64::new(0),
            stalled_since: AtomicU64::new(0),
            answered: AtomicU64::new(0),
        })
    }

    /// A request's head has arrived. The guard ends with its answer's last byte.
    pub fn request(self: &Arc<Self>) -> InFlight {
        self.requests.fetch_add(1, Ordering::AcqRel);
        self.head_since.store(0, Ordering::Release);
        InFlight(self.clone())
    }

    /// Whether the visitor has said anything yet.
    pub fn has_begun(&self) -> bool {
        self.head_since.load(Ordering::Acquire) != 0
            || self.requests.load(Ordering::Acquire) > 0
            || self.answered.load(Ordering::Acquire) > 0
    }

    /// How long it has been open.
    pub fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// When this connection has to end if nothing happens until then.
    pub fn ends(&self, patience: &Patience, crowded: bool) -> Option<Instant> {
        let stalled = self.stalled_since.load(Ordering::Acquire);
        if stalled != 0 {
            return Some(self.at(stalled) + patience.stalled);
        }
        if self.requests.load(Ordering::Acquire) > 0 {
            return None;
        }
        let head = self.head_since.load(Ordering::Acquire);
        if head != 0 {
            return Some(self.at(head) + patience.head);
        }
        let idle = self.at(self.idle_since.load(Ordering::Acquire));
        let allowed = match self.answered.load(Ordering::Acquire) {
            _ if crowded => patience.crowded,
            0 => patience.head,
            _ => patience.idle,
        };
        Some(idle + allowed)
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_millis() as u64 + 1
    }

    fn at(&self, milliseconds: u64) -> Instant {
        self.began + Duration::from_millis(milliseconds)
    }

    fn read(&self, bytes: usize) {
        if bytes > 0 && self.requests.load(Ordering::Acquire) == 0 {
            let now = self.now();
            // Only the head's first byte starts its time: one more byte now and then buys nothing.
            let _kept =
                self.head_since
                    .compare_exchange(0, now, Ordering::AcqRel, Ordering::Acquire);
        }
    }

    fn wrote(&self, pending: bool) {
        if !pending {
            self.stalled_since.store(0, Ordering::Release);
        } else if self.stalled_since.load(Ordering::Acquire) == 0 {
            self.stalled_since.store(self.now(), Ordering::Release);
        }
    }
}

/// A request under way on a connection.
#[derive(Debug)]
pub struct InFlight(Arc<Activity>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.answered.fetch_add(1, Ordering::AcqRel);
        self.0.idle_since.store(self.0.now(), Ordering::Release);
        self.0.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A stream that notes when bytes come and when they do not go.
#[derive(Debug)]
pub struct Noted<S> {
    stream: S,
    activity: Arc<Activity>,
}

impl<S> Noted<S> {
    pub fn new(stream: S, activity: Arc<Activity>) -> Self {
        Self { stream, activity }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Noted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        self.activity.read(buf.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Noted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.activity.wrote(poll.is_pending());
        poll
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.activity.wrote(poll.is_pending());
        poll
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// A body that holds on to something until it has been sent, or dropped.
pub struct Holding<B, H> {
    body: B,
    _held: H,
}

impl<B, H> Holding<B, H> {
    pub fn new(body: B, held: H) -> Self {
        Self { body, _held: held }
    }
}

impl<B: Body<Data = Bytes> + Unpin, H: Unpin> Body for Holding<B, H> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
