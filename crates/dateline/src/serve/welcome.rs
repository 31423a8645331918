//! What `dateline up` says when it listens.

use std::net::SocketAddr;

use super::backends::Backends;
use crate::config::{Config, redact};

/// Says where everything is, and what to try next.
pub(super) fn print(config: &Config, address: Option<SocketAddr>, backends: &Backends) {
    let Some(address) = address else { return };
    let store = backends.store.as_ref().map_or("", |store| store.name());
    let option = if address.port() == 50051 { String::new() } else { format!(" --server http://{address}") };
    anstream::eprintln!(
        "Dateline is up.
  API    http://{address} (gRPC)
  bus    {} ({})
  store  {} ({store})

Try, in another terminal:
  dateline submit{option} examples/*.txt --wait
  dateline search{option} 'patrols AND \"fishing boat\"'
  dateline quotes{option}
  dateline stats{option}

Ctrl-C finishes what is in flight and stops.",
        redact(&config.bus.url),
        backends.bus.name(),
        redact(&config.store.url),
    );
}
