//! Where an address of the internet is, as far as known.

use std::{fmt, net::IpAddr, sync::Arc};

/// What knows where addresses are.
pub trait Atlas: Send + Sync {
    /// `Lyon, France`, or less; `None` when it does not know.
    fn find(&self, address: IpAddr) -> Option<String>;
}

/// The atlas of this server, if it has one.
#[derive(Clone, Default)]
pub struct Places(Option<Arc<dyn Atlas>>);

/// What is said of an address that is on no map.
pub const NEARBY: &str = "local network";

impl Places {
    #[must_use]
    pub fn new(atlas: Option<Arc<dyn Atlas>>) -> Self {
        Self(atlas)
    }

    /// Where the address is; always `None` on a server without an atlas.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> Option<String> {
        let atlas = self.0.as_ref()?;
        let address = address.to_canonical();
        if is_nearby(address) { Some(NEARBY.to_owned()) } else { atlas.find(address) }
    }
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Places").field(&self.0.is_some()).finish()
    }
}

/// Whether an address means something in one network only, or on one machine.
fn is_nearby(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Everywhere;

    impl Atlas for Everywhere {
        fn find(&self, address: IpAddr) -> Option<String> {
            Some(format!("far: {address}"))
        }
    }

    #[test]
    fn an_atlas_is_asked_for_what_can_be_on_a_map() {
        let places = Places::new(Some(Arc::new(Everywhere)));
        let of = |text: &str| places.of(text.parse().unwrap()).unwrap();
        for near in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.7",
            "169.254.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert_eq!(of(near), NEARBY, "{near}");
        }
        assert_eq!(of("203.0.113.9"), "far: 203.0.113.9");
        assert_eq!(of("::ffff:203.0.113.9"), "far: 203.0.113.9", "as IPv4, which is how databases know it");
        assert_eq!(of("2001:db8::1"), "far: 2001:db8::1");
    }

    #[test]
    fn without_an_atlas_nothing_is_said() {
        assert_eq!(Places::default().of(IpAddr::from([127, 0, 0, 1])), None);
    }
}
