//! Names to addresses: looked up by us, filtered, and handed to the connection that is made with them, so that what was
//! checked is what is connected to.

use std::{
    error::Error,
    fmt, io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{self, Exception};

/// Looks up names.
#[async_trait]
pub trait Lookup: Send + Sync + 'static {
    /// Every address of a host.
    ///
    /// # Errors
    /// When the name has none, or the lookup fails.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The lookup of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

#[async_trait]
impl Lookup for System {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// Hands a connection only addresses that are allowed.
pub(super) struct Filtered {
    pub(super) lookup: Arc<dyn Lookup>,
    pub(super) exceptions: Arc<[Exception]>,
}

/// A host has addresses, but none that may be connected to.
#[derive(Debug)]
pub(super) struct Forbidden {
    host: String,
    address: IpAddr,
}

/// A name could not be looked up.
#[derive(Debug)]
pub(super) struct Unknown(String);

impl Forbidden {
    /// `host` has only addresses such as `address`.
    pub(super) fn new(host: &str, address: IpAddr) -> Self {
        Self { host: host.to_owned(), address }
    }
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, address } = self;
        let named = host.trim_matches(['[', ']']) == address.to_string();
        let told = if named { host.clone() } else { format!("{host} is at {address}, which") };
        write!(f, "{told} is not public: name it in fetch.allow_private if it is meant")
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Forbidden {}

impl Error for Unknown {}

impl Resolve for Filtered {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, exceptions) = (Arc::clone(&self.lookup), Arc::clone(&self.exceptions));
        Box::pin(async move {
            let addresses = resolve(name.as_str(), &*lookup, &exceptions).await?;
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

async fn resolve(
    host: &str,
    lookup: &dyn Lookup,
    exceptions: &[Exception],
) -> Result<Vec<IpAddr>, Box<dyn Error + Send + Sync>> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let found =
        lookup.addresses(&host).await.map_err(|error| Unknown(format!("{host} cannot be looked up: {error}")))?;
    let Some(first) = found.first().copied() else { return Err(Unknown(format!("{host} has no address")).into()) };
    let allowed: Vec<_> = found.into_iter().filter(|address| address::allowed(&host, *address, exceptions)).collect();
    if allowed.is_empty() { Err(Forbidden::new(&host, first).into()) } else { Ok(allowed) }
}
