//! The end of listening. A socket that is closed resets the connections it has accepted or is about to; so first it lets
//! no new ones begin, and closes when those that had begun were taken.

use tokio::net::TcpListener;

/// From now on the kernel overhears whoever knocks. They knock again after a second, when the socket is closed, and learn
/// that nobody listens.
#[cfg(target_os = "linux")]
pub fn announce(listener: &TcpListener) {
    use socket2::{SockFilter, SockRef};

    // In the classic packet filter's words: load the byte of TCP's flags; if SYN is among them drop it, else let it pass.
    let deaf_to_syn = [
        SockFilter::new(0x30, 0, 0, 13),
        SockFilter::new(0x45, 0, 1, 0x02),
        SockFilter::new(0x06, 0, 0, 0),
        SockFilter::new(0x06, 0, 0, u32::MAX),
    ];
    if let Err(error) = SockRef::from(listener).attach_filter(&deaf_to_syn) {
        tracing::debug!(%error, "the listener stays open to new connections until it closes");
    }
}

#[cfg(not(target_os = "linux"))]
pub fn announce(_listener: &TcpListener) {}
