//! A connection that is made anew when it is lost.

use std::{sync::Arc, time::Duration};

use lapin::{
    Channel, Connection, ConnectionProperties, ErrorKind,
    protocol::{AMQPErrorKind, AMQPHardError, AMQPSoftError},
    uri::AMQPUri,
};
use tokio::{sync::Mutex, time::timeout};

use super::declare::short;
use crate::{Error, Kind, redact};

/// How long a broker may take to answer.
pub(super) const ANSWER: Duration = Duration::from_secs(15);

/// Connects on demand.
pub(super) struct Link {
    uri: AMQPUri,
    /// The URL without its password.
    shown: String,
    name: &'static str,
    current: Mutex<Option<Arc<Connection>>>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("url", &self.shown).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Link {
    pub(super) fn new(url: &str, name: &'static str) -> Result<Self, Error> {
        let shown = redact(url);
        let uri = url.parse().map_err(|_| {
            Error::new(
                Kind::Misconfigured,
                format!("bus.url `{shown}` is no URL such as amqp://user:password@host:5672/vhost"),
            )
        })?;
        Ok(Self { uri, shown, name, current: Mutex::new(None) })
    }

    /// The connection, made anew if need be.
    pub(super) async fn connection(&self) -> Result<Arc<Connection>, Error> {
        let mut current = self.current.lock().await;
        if let Some(connection) = current.as_ref().filter(|connection| connection.status().connected()) {
            return Ok(Arc::clone(connection));
        }
        *current = None;
        let properties = ConnectionProperties::default().with_connection_name(self.name.into());
        let connecting = Connection::connect_uri(self.uri.clone(), properties);
        let connected = match timeout(ANSWER, connecting).await {
            Ok(connected) => connected.map_err(translate),
            Err(_) => Err(Error::new(Kind::Unavailable, "it does not answer")),
        };
        let connection =
            Arc::new(connected.map_err(|error| {
                Error::new(error.kind, format!("cannot connect to {}: {}", self.shown, error.message))
            })?);
        *current = Some(Arc::clone(&connection));
        Ok(connection)
    }

    /// A new channel.
    pub(super) async fn channel(&self) -> Result<Channel, Error> {
        let connection = self.connection().await?;
        match timeout(ANSWER, connection.create_channel()).await {
            Ok(channel) => channel.map_err(translate),
            Err(_) => Err(Error::new(Kind::Unavailable, format!("{} opens no channel", self.shown))),
        }
    }

    /// What the broker answers, for as long as it may take. A connection on which it does not is given up: what was
    /// asked halfway would take deliveries that nobody settles.
    pub(super) async fn answer<T>(
        &self,
        what: &str,
        asking: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        if let Ok(answer) = timeout(ANSWER, asking).await {
            return answer;
        }
        self.close().await;
        Err(Error::new(Kind::Unavailable, format!("{} does not answer: {what}", self.shown)))
    }

    /// Whether the broker has told that it takes no publishes for now.
    pub(super) async fn blocked(&self) -> bool {
        self.current.lock().await.as_ref().is_some_and(|connection| connection.status().blocked())
    }

    pub(super) async fn close(&self) {
        let Some(connection) = self.current.lock().await.take() else { return };
        let Ok(reason) = short("closed") else { return };
        // A broker that is gone needs no farewell.
        let _ = timeout(ANSWER, connection.close(200, reason)).await;
    }
}

/// Closes a channel and waits until it is closed: one that is only dropped may still be closing when its connection
/// does, which lapin takes for an error.
pub(super) async fn close(channel: &Channel) {
    let Ok(reason) = short("closed") else { return };
    // A channel that is lost is closed.
    let _ = timeout(ANSWER, channel.close(200, reason)).await;
}

/// What a failure of the broker or of the network asks for.
#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
pub(super) fn translate(error: lapin::Error) -> Error {
    let kind = match error.kind() {
        ErrorKind::ProtocolError(protocol) => match protocol.kind() {
            AMQPErrorKind::Soft(AMQPSoftError::ACCESSREFUSED | AMQPSoftError::PRECONDITIONFAILED)
            | AMQPErrorKind::Hard(AMQPHardError::NOTALLOWED | AMQPHardError::NOTIMPLEMENTED) => Kind::Misconfigured,
            _ => Kind::Unavailable,
        },
        ErrorKind::AuthProviderError(_) | ErrorKind::InvalidProtocolVersion(_) => Kind::Misconfigured,
        ErrorKind::SerialisationError(_) | ErrorKind::NoDefaultRuntime => Kind::Internal,
        _ => Kind::Unavailable,
    };
    Error::new(kind, error.to_string())
}
