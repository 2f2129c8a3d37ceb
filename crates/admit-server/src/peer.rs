//! Where a request comes from: the address of the connection, or what a proxy says that
//! is known. What anybody else says of it is not believed.

use crate::state::Server;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The header in which proxies say for whom they ask.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The bits of an IPv6 address that tell one network from another: the others are the
/// choice of whoever is in it.
const NETWORK_BITS: u32 = 64;

/// Where a request comes from, if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub Option<IpAddr>);

impl FromRequestParts<Server> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Peer, Infallible> {
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let connected = connected.map(|ConnectInfo(address)| address.ip());
        let trusted = &server.config().trusted_proxies;
        Ok(Peer(connected.map(|connected| {
            behind(connected, &parts.headers, trusted)
        })))
    }
}

/// For whom the one who connected asks: itself, unless it is a known proxy. Each proxy
/// adds its peer behind what it was told, so the last one that is no known proxy is it.
fn behind(connected: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let is_trusted = |address: &IpAddr| {
        let address = address.to_canonical();
        trusted.iter().any(|known| known.to_canonical() == address)
    };
    let mut address = connected.to_canonical();
    let said: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .flat_map(|said| said.to_str().unwrap_or_default().split(','))
        .collect();
    for said in said.iter().rev() {
        if !is_trusted(&address) {
            break;
        }
        // What no address is was made up by somebody further away.
        let Some(before) = read(said) else {
            break;
        };
        address = before;
    }
    address
}

/// An address as proxies write it, with or without a port.
fn read(said: &str) -> Option<IpAddr> {
    let said = said.trim();
    let inner = said.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let address = match inner {
        Some((address, _)) => address.parse().ok(),
        None => said
            .parse()
            .ok()
            .or_else(|| Some(said.parse::<SocketAddr>().ok()?.ip())),
    };
    address.map(|address: IpAddr| address.to_canonical())
}

/// What attempts from an address are counted by: of IPv6 the network, since each in it
/// has as many addresses as they like.
pub fn counted_as(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = address.to_bits() >> NETWORK_BITS << NETWORK_BITS;
            format!("{}/{NETWORK_BITS}", Ipv6Addr::from_bits(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[track_caller]
    fn check(connected: &str, said: &[&str], expected: &str) {
        let trusted = ["10.0.0.1", "10.0.0.2", "fd00::1"].map(|known| known.parse().unwrap());
        let mut headers = HeaderMap::new();
        for said in said {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(said).unwrap());
        }
        let address = behind(connected.parse().unwrap(), &headers, &trusted);
        assert_eq!(address.to_string(), expected, "{said:?}");
    }

    #[test]
    fn only_known_proxies_are_believed() {
        check("192.0.2.7", &[], "192.0.2.7");
        check("192.0.2.7", &["198.51.100.1"], "192.0.2.7");
        check("192.0.2.7", &["10.0.0.1"], "192.0.2.7");
        check("10.0.0.1", &[], "10.0.0.1");
        check("10.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("::ffff:10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1");
        check("fd00::1", &["[2001:db8::1]:443"], "2001:db8::1");
        // Of what somebody sends themselves, nothing counts.
        check("10.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1");
        check("10.0.0.1", &["203.0.113.9", "198.51.100.1"], "198.51.100.1");
        check(
            "10.0.0.1",
            &["203.0.113.9, 198.51.100.1, 10.0.0.2"],
            "198.51.100.1",
        );
        check("10.0.0.1", &["203.0.113.9, nobody"], "10.0.0.1");
        check("10.0.0.1", &["", ","], "10.0.0.1");
    }

    #[test]
    fn networks_count_as_one() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(counted_as(address.parse().unwrap()), expected);
        }
    }
}
