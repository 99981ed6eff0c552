//! Limits on repeated attempts. They are counted in the database, so they hold over all servers together.
//!
//! A limit counts in windows of the database's clock: a window begins with the first hit, and what it counted is forgotten when
//! it is over. Whom it counts is kept as a hash, because much of it is what strangers type.

use sha2::{Digest as _, Sha256};
use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

mod pg;
pub use pg::purge;
pub(crate) use pg::{check, count, forget};

/// At most `hits` in each `window`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The name in the table.
    pub scope: &'static str,
    pub hits: i32,
    pub window: Duration,
}

impl Limit {
    /// This limit for one account, address, or both.
    #[must_use]
    pub fn of(self, subject: &[&[u8]]) -> Counter {
        let mut digest = Sha256::new();
        for part in subject {
            // With its length before it, so that no two lists of parts give the same bytes.
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
        Counter { limit: self, subject: digest.finalize().into() }
    }
}

/// One counter of a limit.
#[derive(Clone, Debug)]
pub struct Counter {
    limit: Limit,
    subject: [u8; 32],
}

/// What of an address a limit goes by: an IPv6 user has a whole /64 network to choose from.
#[must_use]
pub fn network_of(address: Option<IpAddr>) -> Vec<u8> {
    match address.map(|address| address.to_canonical()) {
        None => Vec::new(),
        Some(IpAddr::V4(address)) => address.octets().to_vec(),
        Some(IpAddr::V6(address)) => {
            let network = Ipv6Addr::from_bits(address.to_bits() >> 64 << 64);
            network.octets().to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_differ_where_their_parts_do() {
        let limit = Limit { scope: "test", hits: 1, window: Duration::from_secs(1) };
        let subject =
            |parts: &[&str]| limit.of(&parts.iter().map(|part| part.as_bytes()).collect::<Vec<_>>()).subject;
        assert_eq!(subject(&["a", "b"]), subject(&["a", "b"]));
        assert_ne!(subject(&["a", "b"]), subject(&["ab", ""]));
        assert_ne!(subject(&["a", "b"]), subject(&["b", "a"]));
    }

    #[test]
    fn an_ipv6_network_is_one_subject() {
        let of = |text: &str| network_of(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
