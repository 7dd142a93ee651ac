//! Whose tries are counted.

use std::net::{IpAddr, Ipv6Addr};

use crate::{AccountId, ApiKeyId, InvitationId, VendorId};

/// Whose tries they are. Only a keyed hash of it is stored.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// An e-mail address, whether there is an account with it or not.
    Address(&'a str),
    /// A browser that the owner of this address has signed in with.
    Browser {
        address: &'a str,
        id: &'a str,
    },
    /// A visitor's network: an address, or a block of 64 bits of IPv6, which is the least that anybody gets.
    Network(IpAddr),
    Key(ApiKeyId),
    Account(AccountId),
    Vendor(VendorId),
    Invitation(InvitationId),
}

impl Subject<'_> {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Address(address) => plain(address),
            Self::Browser { address, id } => format!("{} {id}", plain(address)),
            Self::Network(address) => network(*address),
            Self::Key(id) => id.to_string(),
            Self::Account(id) => id.to_string(),
            Self::Vendor(id) => id.to_string(),
            Self::Invitation(id) => id.to_string(),
        }
    }
}

/// However it is written, an address is one.
pub(super) fn plain(address: &str) -> String {
    address.trim().to_lowercase()
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let text = |address: &str| Subject::Network(address.parse().expect("address")).text();
        text(one) == text(other)
    }

    #[test]
    fn a_network_is_an_address_or_a_block_of_64_bits() {
        assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
        assert!(same("::ffff:203.0.113.9", "203.0.113.9"));
        assert!(!same("203.0.113.8", "203.0.113.9"));
    }
}
