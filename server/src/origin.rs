//! Where a request comes from: the address that the log and the limits go by.

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderName, header},
};
use domain::activity::Origin;
use ipnet::IpNet;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// The part of a User-Agent header that is kept.
const MAX_USER_AGENT_LENGTH: usize = 512;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// PORTAL_TRUSTED_PROXIES.
#[derive(Clone, Debug)]
pub struct TrustedProxies(pub Arc<[IpNet]>);

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client's address: the peer's, or, while the one who said so is a trusted proxy, the one before it.
    #[must_use]
    pub fn client_address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let chain = forwarded_for(headers);
        for hop in chain.iter().rev() {
            if !self.trusts(client) {
                break;
            }
            match hop {
                Some(address) => client = *address,
                None => break,
            }
        }
        client
    }
}

/// The hops that proxies wrote down, nearest last; `None` for one that cannot be read (`unknown`, `_hidden`).
///
/// A proxy writes `Forwarded` (RFC 7239) or `X-Forwarded-For`, and hands the other on as the client sent it. So when there are both
/// and they name different addresses, one of them is forged, and neither is believed.
fn forwarded_for(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let values = |name| {
        headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','))
    };
    let forwarded: Vec<_> = values(header::FORWARDED)
        .filter_map(|element| {
            element.split(';').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                name.trim().eq_ignore_ascii_case("for").then(|| parse_node(value.trim().trim_matches('"')))
            })
        })
        .collect();
    let by_habit: Vec<_> = values(X_FORWARDED_FOR).map(|value| parse_node(value.trim())).collect();
    match (forwarded.is_empty(), by_habit.is_empty()) {
        (true, _) => by_habit,
        (false, true) => forwarded,
        (false, false) if forwarded == by_habit => forwarded,
        (false, false) => Vec::new(),
    }
}

/// Whether a proxy handed this request on.
pub(crate) fn came_by_proxy(headers: &HeaderMap) -> bool {
    headers.contains_key(header::FORWARDED)
        || headers.keys().any(|name| name.as_str().starts_with("x-forwarded-"))
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
fn parse_node(text: &str) -> Option<IpAddr> {
    let address = text
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()))
        .or_else(|_| text.trim_start_matches('[').trim_end_matches(']').parse())
        .ok()?;
    Some(address.to_canonical())
}

/// What the activity log keeps of a request; the session is added by the sign-in check.
#[must_use]
pub fn of(request: &Request, proxies: &TrustedProxies) -> Origin {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let user_agent =
        request.headers().get(header::USER_AGENT).map_or("", |value| value.to_str().unwrap_or_default());
    Origin {
        session_id: None,
        ip_address: peer.map(|peer| proxies.client_address(peer, request.headers())),
        user_agent: user_agent.chars().take(MAX_USER_AGENT_LENGTH).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn address(peer: &str, headers: &[(&'static str, &'static str)]) -> String {
        let proxies = TrustedProxies(Arc::from(["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]));
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        proxies.client_address(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(address("192.0.2.7", &[("x-forwarded-for", "1.1.1.1")]), "192.0.2.7");
        assert_eq!(address("10.0.0.1", &[("x-forwarded-for", "192.0.2.9")]), "192.0.2.9");
        assert_eq!(address("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_a_client_forged_before_the_first_trusted_proxy_is_not_believed() {
        assert_eq!(address("10.0.0.1", &[("x-forwarded-for", "6.6.6.6, 192.0.2.9, 10.0.0.2")]), "192.0.2.9");
        assert_eq!(
            address("10.0.0.1", &[("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "192.0.2.9")]),
            "192.0.2.9"
        );
        assert_eq!(address("10.0.0.1", &[("x-forwarded-for", "nonsense")]), "10.0.0.1");
    }

    #[test]
    fn of_two_headers_that_disagree_neither_is_believed() {
        let both =
            |forged: &'static str| [("forwarded", "for=192.0.2.9;proto=https"), ("x-forwarded-for", forged)];
        assert_eq!(address("10.0.0.1", &both("6.6.6.6")), "10.0.0.1");
        assert_eq!(address("10.0.0.1", &both("192.0.2.9")), "192.0.2.9");
    }

    #[test]
    fn the_standard_header_is_read_in_every_form() {
        assert_eq!(address("::1", &[("forwarded", "For=\"[2001:db8::1]:4711\"")]), "2001:db8::1");
        assert_eq!(address("::ffff:10.0.0.1", &[("forwarded", "for=192.0.2.9:80")]), "192.0.2.9");
    }
}
