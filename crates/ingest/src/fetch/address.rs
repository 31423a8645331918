//! Which addresses may be connected to: the public internet, and what the configuration names.
//!
//! Follows IANA's registries of special-purpose IPv4 and IPv6 addresses; an IPv6 address that carries an IPv4 address
//! (mapped, translated, 6to4) is judged by that.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// IPv4 networks that are not the public internet: address and length of the prefix.
const SPECIAL_V4: [(Ipv4Addr, u8); 14] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, reserved and broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// IPv6 networks inside 2000::/3 that are not the public internet; nothing outside it is.
const SPECIAL_V6: [(Ipv6Addr, u8); 3] = [
    // Protocol assignments, Teredo among them.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// What may be connected to although it is not public: a network (`10.1.0.0/16`), an address or a host by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exception {
    /// Addresses that share their first bits with this one.
    Network(IpAddr, u8),
    /// Whatever address this host has, in lower case.
    Host(String),
}

impl Exception {
    /// Reads a network, an address or a host name.
    ///
    /// # Errors
    /// A sentence, when it is none of these.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no network (10.1.0.0/16), address or host name");
        let text = text.trim();
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.parse().map_err(|_| wrong())?;
            let bits: u8 = bits.parse().map_err(|_| wrong())?;
            return if bits <= width(address) { Ok(Self::Network(address, bits)) } else { Err(wrong()) };
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Network(address, width(address)));
        }
        match url::Host::parse(text) {
            Ok(url::Host::Domain(host)) if !host.is_empty() => Ok(Self::Host(host)),
            _ => Err(wrong()),
        }
    }

    fn covers(&self, host: &str, address: IpAddr) -> bool {
        match self {
            Self::Network(network, bits) => in_network(address, *network, *bits),
            Self::Host(named) => named == host,
        }
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(address, bits) => write!(f, "{address}/{bits}"),
            Self::Host(host) => f.write_str(host),
        }
    }
}

impl Serialize for Exception {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exception {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Whether `host`, which has `address`, may be connected to.
#[must_use]
pub(super) fn allowed(host: &str, address: IpAddr, exceptions: &[Exception]) -> bool {
    is_public(address) || exceptions.iter().any(|exception| exception.covers(host, address.to_canonical()))
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match carried(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !SPECIAL_V4.iter().any(|(network, bits)| in_network(address.into(), (*network).into(), *bits))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let global = in_network(address.into(), Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0).into(), 3);
    global && !SPECIAL_V6.iter().any(|(network, bits)| in_network(address.into(), (*network).into(), *bits))
}

/// The IPv4 address that a packet to this address ends up at: IPv4-mapped, NAT64's well-known prefix, 6to4.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

fn in_network(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let differing = u32::from(address) ^ u32::from(network);
            differing.leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let differing = u128::from(address) ^ u128::from(network);
            differing.leading_zeros() >= u32::from(bits)
        }
        _ => false,
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(address: &str) -> bool {
        !allowed("host.example", address.parse().unwrap(), &[])
    }

    #[test]
    fn the_public_internet_is_allowed() {
        for address in ["8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::1"] {
            assert!(!refused(address), "{address}");
        }
    }

    #[test]
    fn what_is_not_public_is_refused() {
        let addresses = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.7",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "fec0::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "64:ff9b:1::1",
        ];
        for address in addresses {
            assert!(refused(address), "{address}");
        }
    }

    #[test]
    fn an_address_that_carries_another_is_judged_by_it() {
        for address in ["::ffff:127.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::1", "::ffff:169.254.169.254"] {
            assert!(refused(address), "{address}");
        }
        assert!(!refused("::ffff:8.8.8.8"));
        assert!(!refused("64:ff9b::8.8.8.8"));
    }

    #[test]
    fn an_exception_opens_what_it_names_and_nothing_else() {
        let open = [Exception::parse("10.1.0.0/16").unwrap(), Exception::parse("News.Internal").unwrap()];
        let allowed = |host: &str, address: &str| allowed(host, address.parse().unwrap(), &open);
        assert!(allowed("a", "10.1.2.3"));
        assert!(allowed("a", "::ffff:10.1.2.3"));
        assert!(!allowed("a", "10.2.2.3"));
        assert!(allowed("news.internal", "192.168.0.1"));
        assert!(!allowed("other.internal", "192.168.0.1"));
    }

    #[test]
    fn what_is_no_exception_is_said_to_be_none() {
        for text in ["10.0.0.0/33", "10.0.0/8", "", "a b", "::/129"] {
            assert!(Exception::parse(text).is_err(), "{text}");
        }
        assert_eq!(Exception::parse("127.0.0.1").unwrap().to_string(), "127.0.0.1/32");
    }
}
