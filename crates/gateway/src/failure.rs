//! The one place that makes gRPC errors of what went wrong.

use std::{collections::HashMap, time::Duration};

use dateline_messaging as messaging;
use dateline_record::SpanError;
use dateline_storage as storage;
use thiserror::Error;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// `ErrorInfo.domain` of every error.
pub(crate) const DOMAIN: &str = "dateline";

/// When to try again after a failure that passes.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Why a call failed.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A field of the request is wrong.
    #[error("{field}: {description}")]
    Invalid {
        /// Path of the field.
        field: String,
        /// What is wrong and what to do, for a person.
        description: String,
    },
    /// The article can never be accepted.
    #[error("{detail}")]
    Refused {
        /// Path of the field.
        field: &'static str,
        /// Machine-readable: `empty`, `too_large`…
        reason: &'static str,
        /// What is wrong and what to do, for a person.
        detail: String,
    },
    /// The bytes of the request are not its message.
    #[error("the request cannot be read: {0}")]
    Malformed(String),
    /// The request is larger than the gateway reads.
    #[error("the request is larger than gateway.max_request_bytes allows: send less at once, or raise it ({0})")]
    TooLarge(String),
    /// The call asks for what there is not: a method, an encoding.
    #[error("{0}")]
    Unimplemented(String),
    /// There is no such thing.
    #[error("there is no {kind} `{name}`")]
    NotFound {
        /// `article`, `entity`…
        kind: &'static str,
        /// As the request named it.
        name: String,
    },
    /// The bus failed.
    #[error(transparent)]
    Bus(#[from] messaging::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] storage::Error),
    /// Too much at the same time.
    #[error("too many {0} at the same time: try again later")]
    Overloaded(&'static str),
    /// The deadline passed.
    #[error("the deadline passed before the call was finished")]
    Deadline,
    /// The server ends.
    #[error("the server is shutting down: connect again")]
    ShuttingDown,
    /// A record's span does not fit its text.
    #[error(transparent)]
    Span(#[from] SpanError),
    /// A defect.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// A field of the request is wrong.
    pub(crate) fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), description: description.into() }
    }

    /// There is no such thing.
    pub(crate) fn not_found(kind: &'static str, name: impl Into<String>) -> Self {
        Self::NotFound { kind, name: name.into() }
    }

    /// Code and `ErrorInfo.reason`.
    fn class(&self) -> (Code, &'static str) {
        match self {
            Self::Invalid { .. } => (Code::InvalidArgument, "FIELD_INVALID"),
            Self::Refused { .. } => (Code::InvalidArgument, "ARTICLE_REFUSED"),
            Self::Malformed(_) => (Code::InvalidArgument, "REQUEST_MALFORMED"),
            Self::TooLarge(_) => (Code::OutOfRange, "REQUEST_TOO_LARGE"),
            Self::Unimplemented(_) => (Code::Unimplemented, "UNIMPLEMENTED"),
            Self::NotFound { .. } => (Code::NotFound, "NOT_FOUND"),
            Self::Bus(error) => match error.kind {
                messaging::Kind::Busy => (Code::ResourceExhausted, "BUS_BUSY"),
                messaging::Kind::Unavailable => (Code::Unavailable, "BUS_UNAVAILABLE"),
                messaging::Kind::Misconfigured => (Code::FailedPrecondition, "BUS_MISCONFIGURED"),
                messaging::Kind::Rejected => (Code::InvalidArgument, "MESSAGE_REJECTED"),
                messaging::Kind::Internal => (Code::Internal, "INTERNAL"),
            },
            Self::Store(error) => match error.kind {
                storage::Kind::Invalid => (Code::InvalidArgument, "REQUEST_INVALID"),
                storage::Kind::Unavailable => (Code::Unavailable, "STORE_UNAVAILABLE"),
                storage::Kind::Misconfigured => (Code::FailedPrecondition, "STORE_MISCONFIGURED"),
                storage::Kind::Rejected => (Code::InvalidArgument, "RECORD_REJECTED"),
                storage::Kind::Internal => (Code::Internal, "INTERNAL"),
            },
            Self::Overloaded(_) => (Code::ResourceExhausted, "OVERLOADED"),
            Self::Deadline => (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"),
            Self::ShuttingDown => (Code::Unavailable, "SHUTTING_DOWN"),
            Self::Span(_) | Self::Internal(_) => (Code::Internal, "INTERNAL"),
        }
    }

    /// What the client is told. Causes inside the server are for its log alone: they may name hosts and paths.
    fn message(&self, code: Code) -> String {
        let inside = matches!(self, Self::Bus(_) | Self::Store(_) | Self::Span(_) | Self::Internal(_));
        match code {
            Code::Unavailable if inside => "a service behind the gateway cannot be reached: try again later".into(),
            Code::ResourceExhausted if inside => "the queue is full: try again later".into(),
            Code::FailedPrecondition if inside => "the server is not set up: its operator must act".into(),
            Code::Internal => "the server failed: report the request id".into(),
            _ => self.to_string(),
        }
    }

    /// Why tonic could not read a request. None for any other status: one that we made has its reason, and the rest is
    /// about the connection.
    pub(crate) fn reading(status: &Status) -> Option<Self> {
        if status.get_details_error_info().is_some() {
            return None;
        }
        match status.code() {
            // The second for what is too large only once it is inflated.
            Code::OutOfRange | Code::ResourceExhausted => {
                Some(Self::TooLarge(status.message().trim_start_matches("Error, ").to_owned()))
            }
            // What cannot be decoded is the client's failure, not the server's.
            Code::Internal => Some(Self::Malformed(status.message().to_owned())),
            Code::Unimplemented if status.message().is_empty() => {
                Some(Self::Unimplemented("there is no such method: server reflection lists those there are".to_owned()))
            }
            Code::Unimplemented => Some(Self::Unimplemented(status.message().to_owned())),
            _ => None,
        }
    }

    fn details(&self, code: Code, reason: &str) -> ErrorDetails {
        let mut details = ErrorDetails::new();
        let mut metadata = HashMap::new();
        match self {
            Self::Invalid { field, description } => drop(details.add_bad_request_violation(field, description)),
            Self::Refused { field, reason, detail } => {
                details.add_bad_request_violation(*field, detail);
                metadata.insert("reason".to_owned(), (*reason).to_owned());
            }
            Self::NotFound { kind, name } => drop(details.set_resource_info(*kind, name, "", self.to_string())),
            _ => {}
        }
        if matches!(code, Code::Unavailable | Code::ResourceExhausted) {
            details.set_retry_info(Some(RETRY_AFTER));
        }
        details.set_error_info(reason, DOMAIN, metadata);
        details
    }
}

impl From<Failure> for Status {
    fn from(failure: Failure) -> Self {
        let (code, reason) = failure.class();
        match code {
            Code::Internal | Code::FailedPrecondition => tracing::error!(reason, error = %failure, "call failed"),
            Code::Unavailable => tracing::warn!(reason, error = %failure, "call failed"),
            _ => tracing::debug!(reason, error = %failure, "call refused"),
        }
        Status::with_error_details(code, failure.message(code), failure.details(code, reason))
    }
}

/// Says which field a store refused.
pub(crate) fn in_field(field: &str) -> impl FnOnce(storage::Error) -> Failure {
    move |error| match error.kind {
        storage::Kind::Invalid => Failure::invalid(field, error.message),
        _ => error.into(),
    }
}

/// The status with the id of its request among the details.
pub(crate) fn with_request_id(status: &Status, id: &str) -> Status {
    let mut details = status.get_error_details();
    details.set_request_info(id, "");
    Status::with_error_details_and_metadata(status.code(), status.message(), details, status.metadata().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bus(kind: messaging::Kind) -> Status {
        Failure::from(messaging::Error { kind, message: "amqp://user@host refused".into() }).into()
    }

    #[test]
    fn a_full_bus_tells_the_client_to_slow_down_and_when_to_return() {
        let status = bus(messaging::Kind::Busy);
        assert_eq!(status.code(), Code::ResourceExhausted);
        assert_eq!(status.get_details_retry_info().and_then(|retry| retry.retry_delay), Some(RETRY_AFTER));
        assert_eq!(status.get_details_error_info().map(|info| info.reason), Some("BUS_BUSY".into()));
    }

    #[test]
    fn causes_inside_the_server_are_not_told() {
        use messaging::Kind;
        for kind in [Kind::Busy, Kind::Unavailable, Kind::Misconfigured, Kind::Internal] {
            assert!(!bus(kind).message().contains("host"), "{kind:?}");
        }
    }

    #[test]
    fn a_wrong_field_is_named() {
        let status = Status::from(Failure::invalid("id", "must not be empty"));
        let violations = status.get_details_bad_request().unwrap().field_violations;
        assert_eq!((violations[0].field.as_str(), violations[0].description.as_str()), ("id", "must not be empty"));
    }

    #[test]
    fn what_tonic_cannot_read_is_the_clients_failure_and_ours_stays_ours() {
        let read = |status: &Status| Failure::reading(status).map(|failure| Status::from(failure).code());
        assert_eq!(read(&Status::internal("failed to decode Protobuf message")), Some(Code::InvalidArgument));
        assert_eq!(read(&Status::out_of_range("Error, decoded message length too large")), Some(Code::OutOfRange));
        assert_eq!(read(&Failure::Internal("a defect".into()).into()), None);
        assert_eq!(read(&Status::cancelled("the client went away")), None);
    }

    #[test]
    fn a_request_id_joins_the_details() {
        let status = with_request_id(&Failure::not_found("article", "a1").into(), "r1");
        assert_eq!(status.get_details_request_info().map(|info| info.request_id), Some("r1".into()));
        assert_eq!(status.get_details_resource_info().map(|info| info.resource_name), Some("a1".into()));
    }
}
