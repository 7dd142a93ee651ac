//! The network a request came from, for the record and for the list of somebody's devices. It decides nothing.

use std::net::IpAddr;

use app::web::Network;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use market::accounts::network_of;

use super::front::Peer;

pub async fn layer(mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    if let Some(peer) = peer {
        let network = network_of(visitor(peer, request.headers()));
        request.extensions_mut().insert(Network(network));
    }
    next.run(request).await
}

/// Behind a proxy on this machine or network it is the last address the proxy named: those before it are hearsay.
fn visitor(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !near(peer) {
        return peer;
    }
    let named = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|address| address.trim().parse().ok());
    named.unwrap_or(peer)
}

fn near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        visitor(peer.parse().expect("address"), &headers).to_string()
    }

    #[test]
    fn a_proxy_nearby_says_who_visits_and_nobody_else_does() {
        assert_eq!(seen("127.0.0.1", "6.6.6.6, 203.0.113.9"), "203.0.113.9");
        assert_eq!(seen("::ffff:10.0.0.2", "203.0.113.9"), "203.0.113.9");
        assert_eq!(seen("198.51.100.7", "203.0.113.9"), "198.51.100.7");
        assert_eq!(seen("127.0.0.1", "nonsense"), "127.0.0.1");
    }
}
