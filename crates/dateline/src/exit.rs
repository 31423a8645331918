//! What the exit codes mean, in one place.

use std::process::ExitCode;

use thiserror::Error;

/// Shown at the end of `--help`.
pub(crate) const HELP: &str = "\
Exit codes:
  0    everything succeeded
  1    some inputs or items failed; the others were done
  2    wrong usage or configuration; nothing was done
  3    nothing succeeded
  4    a server, broker or database could not be reached, or refused
  130  stopped by a second signal before the drain had finished";

/// How a command that ran to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything succeeded.
    Done,
    /// Some inputs failed.
    Partly,
    /// Nothing succeeded.
    Nothing,
    /// Nothing succeeded, and it was all for servers that could not be reached, or refused.
    Unanswered,
}

impl Outcome {
    /// How it went, with so many inputs that succeeded and failed, and so many of the latter for a server.
    pub(crate) const fn of(well: u64, failed: u64, unanswered: u64) -> Self {
        match (well, failed) {
            (_, 0) => Self::Done,
            (0, _) if unanswered == failed => Self::Unanswered,
            (0, _) => Self::Nothing,
            _ => Self::Partly,
        }
    }
}

/// Whether an input failed with this reason because a server could not be reached, or refused it.
pub(crate) fn is_of_server(reason: &str) -> bool {
    const REASONS: [&str; 11] = [
        "unreachable",
        "interrupted",
        "forbidden",
        "dns",
        "connect",
        "tls",
        "timeout",
        "stalled",
        "busy",
        "server_error",
        "robots_unreachable",
    ];
    REASONS.contains(&reason)
}

/// Errors whose exit code is not that of an ordinary failure.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// The command line or the configuration is wrong.
    #[error("{0}")]
    Usage(String),
    /// A server could not be reached, or refused.
    #[error("{0}")]
    Server(String),
}

/// A usage error with this message.
pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
    Failure::Usage(message.into()).into()
}

/// A server error with this message.
pub(crate) fn server(message: impl Into<String>) -> anyhow::Error {
    Failure::Server(message.into()).into()
}

/// Reports an error and maps the outcome to the process's exit code.
pub(crate) fn code(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partly) => ExitCode::from(1),
        Ok(Outcome::Nothing) => ExitCode::from(3),
        Ok(Outcome::Unanswered) => ExitCode::from(4),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("dateline: {}", told(&error));
            ExitCode::from(match error.downcast_ref() {
                Some(Failure::Usage(_)) => 2,
                Some(Failure::Server(_)) => 4,
                None => 3,
            })
        }
    }
}

/// The error with its causes, those left out that it tells itself.
fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

/// The reader of our output went away (`| head`): it has all it wanted.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("in use").context("cannot listen: in use; choose another").context("starting");
        assert_eq!(told(&error), "starting: cannot listen: in use; choose another");
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let error = anyhow::Error::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe)).context("writing");
        assert!(is_closed_pipe(&error));
        assert!(!is_closed_pipe(&usage("no such kind")));
    }
}
