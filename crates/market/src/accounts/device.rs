//! What a browser says it is, in the two words its owner knows it by; and where it is, as little as is needed to tell.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// A browser and the system it runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub browser: String,
    pub system: String,
}

/// Marks in a user agent, the most telling first: browsers name those they descend from after themselves.
const BROWSERS: [(&str, &str); 13] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
    ("BSD", "BSD"),
];

impl Device {
    /// Reads a `User-Agent` header. Whatever it says, only words of ours come out.
    pub fn of(user_agent: &str) -> Self {
        let named = |marks: &[(&str, &str)], unknown: &str| {
            let found = marks.iter().find(|(mark, _)| user_agent.contains(mark));
            found.map_or(unknown, |(_, name)| name).to_owned()
        };
        Self {
            browser: named(&BROWSERS, "Unknown browser"),
            system: named(&SYSTEMS, "unknown system"),
        }
    }
}

/// The network an address belongs to: its first three bytes (IPv4) or 48 bits (IPv6).
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.x")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::x")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_its_owner_calls_it() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0",
                ("Edge", "Windows"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
                ("Safari", "macOS"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/128.0 Mobile/15E148 Safari/604.1",
                ("Chrome", "iPhone"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36",
                ("Chrome", "Android"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
                ("Firefox", "Linux"),
            ),
            (
                "<script>alert(1)</script>",
                ("Unknown browser", "unknown system"),
            ),
            ("", ("Unknown browser", "unknown system")),
        ];
        for (header, (browser, system)) in cases {
            let device = Device::of(header);
            assert_eq!(
                (device.browser.as_str(), device.system.as_str()),
                (browser, system),
                "{header}"
            );
        }
    }

    #[test]
    fn an_address_is_kept_as_its_network_only() {
        let cases = [
            ("203.0.113.77", "203.0.113.x"),
            ("::ffff:203.0.113.77", "203.0.113.x"),
            ("2001:db8:12:34::1", "2001:db8:12::x"),
        ];
        for (address, network) in cases {
            assert_eq!(network_of(address.parse().expect("address")), network);
        }
    }
}
