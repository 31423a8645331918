//! What every call passes: a request id, a deadline, load shedding, a guard against panics, a span and metrics.

use std::{
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::FutureExt as _;
use tokio::{sync::Semaphore, time::Instant};
use tonic::{
    Code, Status,
    body::Body,
    codegen::http::{HeaderMap, HeaderValue, Request, Response},
};
use tower::{Layer, Service};
use tracing::Instrument as _;
use uuid::Uuid;

use crate::failure::{Failure, with_request_id};

/// The header that carries a request id, in and out.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// Bytes of a client's request id that are kept.
const MAX_ID: usize = 128;

/// The id of a request, in the extensions of each.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

/// Limits shared by all connections.
#[derive(Debug, Clone)]
pub(crate) struct CallLayer {
    slots: Arc<Semaphore>,
    timeout: Duration,
}

impl CallLayer {
    /// At most `calls` at work, `timeout` for those whose client sets no deadline.
    pub(crate) fn new(calls: usize, timeout: Duration) -> Self {
        Self { slots: Arc::new(Semaphore::new(calls)), timeout }
    }
}

impl<S> Layer<S> for CallLayer {
    type Service = Call<S>;

    fn layer(&self, inner: S) -> Call<S> {
        Call { inner, limits: self.clone() }
    }
}

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Call<S> {
    inner: S,
    limits: CallLayer,
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<Response<Body>, E>> + Send>>;

impl<S> Service<Request<Body>> for Call<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let started = Instant::now();
        let id = RequestId(request_id(request.headers()));
        let method: Arc<str> = request.uri().path().into();
        let kind = Kind::of(&method);
        let timeout = grpc_timeout(request.headers()).or((kind == Kind::Unary).then_some(self.limits.timeout));
        let slot = match kind {
            Kind::Unary => Arc::clone(&self.limits.slots).try_acquire_owned().map(Some).ok(),
            Kind::Stream | Kind::Probe => Some(None),
        };
        let span = tracing::info_span!("call", %method, request_id = %id.0);
        request.extensions_mut().insert(id.clone());
        let work = slot.map(|slot| (slot, self.inner.call(request)));
        let answer = async move {
            let response = match work {
                None => failed(Failure::Overloaded("calls")),
                Some((_slot, work)) => guarded(work, timeout.map(|timeout| started + timeout)).await?,
            };
            Ok(finish(response, &id.0, &method, started))
        };
        Box::pin(answer.instrument(span))
    }
}

/// What limits a call has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One request, one response.
    Unary,
    /// As long as both sides like; its service counts it.
    Stream,
    /// Answered under any load.
    Probe,
}

impl Kind {
    fn of(method: &str) -> Self {
        match method {
            "/dateline.v1.ArticleService/SubmitArticles"
            | "/dateline.v1.WatchService/Watch"
            | "/dateline.v1.AdminService/Reindex" => Self::Stream,
            _ if method.starts_with("/grpc.health.") || method.starts_with("/grpc.reflection.") => Self::Probe,
            _ => Self::Unary,
        }
    }
}

async fn guarded<E>(
    work: impl Future<Output = Result<Response<Body>, E>>,
    deadline: Option<Instant>,
) -> Result<Response<Body>, E> {
    if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
        return Ok(failed(Failure::Deadline));
    }
    let work = AssertUnwindSafe(work).catch_unwind();
    let answer = match deadline {
        Some(deadline) => tokio::time::timeout_at(deadline, work).await.map_err(|_| Failure::Deadline),
        None => Ok(work.await),
    };
    match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Ok(failed(Failure::Internal("a handler panicked".into()))),
        Err(failure) => Ok(failed(failure)),
    }
}

fn failed(failure: Failure) -> Response<Body> {
    Status::from(failure).into_http()
}

/// Puts the request id on the response and into the details of an error, and counts the call.
fn finish(mut response: Response<Body>, id: &str, method: &str, started: Instant) -> Response<Body> {
    let status = Status::from_header_map(response.headers()).filter(|status| status.code() != Code::Ok);
    let status = status.map(|status| Failure::reading(&status).map_or(status, Status::from));
    if let Some(status) = &status {
        response = with_request_id(status, id).into_http();
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let code = status.map_or(Code::Ok, |status| status.code());
    // A client can make up any path: unknown ones share a label.
    let method = if code == Code::Unimplemented { "unknown".to_owned() } else { method.to_owned() };
    metrics::histogram!("dateline_grpc_request_seconds", "method" => method.clone()).record(started.elapsed());
    metrics::counter!("dateline_grpc_requests_total", "method" => method, "code" => format!("{code:?}")).increment(1);
    response
}

fn request_id(headers: &HeaderMap) -> Arc<str> {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    match given {
        Some(id) if !id.is_empty() && id.len() <= MAX_ID => id.into(),
        _ => Uuid::now_v7().to_string().into(),
    }
}

/// The client's deadline, as gRPC over HTTP/2 has it: up to eight digits and a unit. One that does not parse is none.
fn grpc_timeout(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    if digits.len() > 8 {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(number * 3600)),
        "M" => Some(Duration::from_secs(number * 60)),
        "S" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_millis(number)),
        "u" => Some(Duration::from_micros(number)),
        "n" => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeout(value: &'static str) -> Option<Duration> {
        grpc_timeout(&HeaderMap::from_iter([("grpc-timeout".parse().unwrap(), HeaderValue::from_static(value))]))
    }

    #[test]
    fn deadlines_are_read_in_every_unit() {
        assert_eq!(timeout("2H"), Some(Duration::from_secs(7200)));
        assert_eq!(timeout("100m"), Some(Duration::from_millis(100)));
        assert_eq!(timeout("99999999n"), Some(Duration::from_nanos(99_999_999)));
        for wrong in ["", "S", "1", "123456789S", "-1S", "1x", "1.5S"] {
            assert_eq!(timeout(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error() {
        let work = async { if true { panic!("boom") } else { Ok::<_, ()>(Response::new(Body::empty())) } };
        let response = guarded(work, None).await.unwrap();
        assert_eq!(Status::from_header_map(response.headers()).unwrap().code(), Code::Internal);
    }

    #[tokio::test]
    async fn a_deadline_ends_a_call() {
        let work = std::future::pending::<Result<Response<Body>, ()>>();
        let response = guarded(work, Some(Instant::now())).await.unwrap();
        assert_eq!(Status::from_header_map(response.headers()).unwrap().code(), Code::DeadlineExceeded);
    }
}
