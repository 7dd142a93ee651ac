//! Where a request comes from: the other end of its connection or, where that is a proxy of ours, whom the proxy names.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::web::{ClientAddress, Network};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use ipnet::IpNet;
use market::accounts::network_of;

use super::front::Peer;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies in front of the shop. Nobody else is believed about whom they speak for.
#[derive(Clone, Debug)]
pub struct Proxies(Arc<[IpNet]>);

impl Proxies {
    pub fn new(networks: &[IpNet]) -> Self {
        Self(networks.into())
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Each proxy adds whom it heard to the end of the list, so it is read from there, for as long as those who speak are
    /// ours. What stands further left anybody may have written.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(FORWARDED_FOR).iter().rev();
        let named = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        for name in named {
            let Some(address) = self.trusts(client).then(|| address(name)).flatten() else {
                break;
            };
            client = address;
        }
        client
    }
}

pub async fn layer(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    if let Some(peer) = peer {
        let client = proxies.client(peer, request.headers());
        if request.headers().contains_key(FORWARDED_FOR) && !proxies.trusts(peer.to_canonical()) {
            warn_once(peer);
        }
        request.extensions_mut().insert(ClientAddress(client));
        // For the record and for the list of somebody's devices.
        request.extensions_mut().insert(Network(network_of(client)));
    }
    next.run(request).await
}

/// A proxy nobody declared would look like one visitor who tries very often.
fn warn_once(peer: IpAddr) {
    static WARNED: AtomicBool = AtomicBool::new(false);
    if !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!(%peer, "X-Forwarded-For is not believed; if this is your proxy, add it to TRUSTED_PROXIES");
    }
}

/// Some proxies add the port.
fn address(name: &str) -> Option<IpAddr> {
    let name = name.trim();
    let with_port = || name.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    let address = name.parse::<IpAddr>().ok().or_else(with_port);
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str]) -> String {
        let ours = ["127.0.0.0/8", "10.0.0.0/8"].map(|network| network.parse().expect("network"));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().expect("header"));
        }
        let peer = peer.parse().expect("address");
        Proxies::new(&ours).client(peer, &headers).to_string()
    }

    #[test]
    fn a_proxy_of_ours_says_who_asks() {
        assert_eq!(seen("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("::ffff:127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(seen("127.0.0.1", &["203.0.113.9:55"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(
            seen("127.0.0.1", &["203.0.113.9", "10.0.0.2"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn what_a_visitor_wrote_about_themselves_is_not_believed() {
        assert_eq!(seen("198.51.100.7", &["203.0.113.9"]), "198.51.100.7");
        assert_eq!(seen("127.0.0.1", &["6.6.6.6, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            seen("127.0.0.1", &["6.6.6.6", "203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(seen("127.0.0.1", &["10.9.9.9, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["6.6.6.6, nonsense"]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
    }
}
