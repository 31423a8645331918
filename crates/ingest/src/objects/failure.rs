//! Why an object is not to be had, in the words of one who asked for it.
//!
//! `not_found`, `forbidden`, `changed` (while it was read), `address` (a key that cannot be asked for), `unreachable`: the
//! store gives no answer, or says that it cannot; `interrupted`: a transfer broke off, and could not be taken up again.

use object_store::Error;

use super::address::Scheme;
use crate::Rejection;

/// Characters of a cause told at most.
const TOLD: usize = 300;

/// How the text of an answer begins that the crate keeps no other trace of: one to a listing.
const STATUS: &str = "Server returned non-2xx status code: ";

/// What an error of the store means.
pub(super) fn rejection(error: &Error, scheme: Scheme) -> Rejection {
    let (variables, cause) = (scheme.variables(), cause(error));
    let status: Option<u16> = cause.strip_prefix(STATUS).and_then(|told| told.get(..3)?.parse().ok());
    let (reason, detail) = match (error, status) {
        (Error::NotFound { .. }, _) | (_, Some(404)) => ("not_found", "there is no such object or bucket".to_owned()),
        (Error::Precondition { .. }, _) => {
            ("changed", "the object was changed while it was read: read it again".to_owned())
        }
        (Error::InvalidPath { source }, _) => ("address", format!("this key cannot be asked for: {source}")),
        (Error::PermissionDenied { .. } | Error::Unauthenticated { .. }, _) | (_, Some(400..500)) => (
            "forbidden",
            format!("the store does not give it to us: {cause}; who asks is said by the variables {variables}"),
        ),
        _ => {
            let whose = format!("where it is and who asks is said by the variables {variables}");
            ("unreachable", format!("no answer from the store: {cause}; {whose}"))
        }
    };
    Rejection::new(reason, detail)
}

/// The innermost cause, without the address that was asked for, which may hold a secret.
pub(super) fn cause(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let told = crate::folded(&cause.to_string());
    told.chars().take(TOLD).collect()
}
