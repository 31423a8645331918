//! One request and its answer, within bounds of time and size, to an address that is allowed.

use std::{error::Error as _, io, net::IpAddr, sync::Arc, time::Duration};

use reqwest::{
    Client, Response,
    header::{HeaderMap, HeaderValue},
    redirect::Policy,
};
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};
use url::{Host, Url};

use super::{
    Config, Exception, Problem,
    address::allowed,
    body,
    dns::{Filtered, Forbidden, Lookup, Unknown},
};

/// What is asked for, in this order.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5";

/// What can be unpacked here.
const ACCEPT_ENCODING: &str = "gzip, br, zstd, deflate";

/// Bytes of a URL at most.
const MAX_URL: usize = 8 << 10;

/// Makes requests.
pub(super) struct Web {
    client: Client,
    exceptions: Arc<[Exception]>,
}

/// An answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// Unpacked; empty where the status is none of success.
    pub(super) body: Vec<u8>,
    /// What is yet to be read, where the body is taken as it comes.
    pub(super) coming: Option<Response>,
}

/// How much of a body is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) bytes: usize,
    pub(super) time: Duration,
    pub(super) stall: Duration,
    pub(super) take: Take,
}

/// How a body is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    /// Whole, and only where it can be an article or a list of them.
    Whole,
    /// Whole, or the first bytes of one that is too large, whatever its type.
    Cut,
    /// As it comes, by the caller, within no bound of size and time.
    Later,
}

impl Web {
    /// # Errors
    /// A sentence, when TLS cannot be set up or the user agent cannot be sent.
    pub(super) fn new(config: &Config, lookup: Arc<dyn Lookup>) -> Result<Self, String> {
        let exceptions: Arc<[Exception]> = config.allow_private.clone().into();
        let agent = HeaderValue::from_str(&agent(config)).map_err(|_| {
            "fetch.contact cannot be sent: write a URL or an address without special characters".to_owned()
        })?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls()?)
            .dns_resolver(Filtered { lookup, exceptions: Arc::clone(&exceptions) })
            .user_agent(agent)
            // A proxy would look names up itself, and could be told of by the environment.
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .pool_max_idle_per_host(1)
            .build()
            .map_err(|error| format!("fetching cannot be set up: {}", told(&error)))?;
        Ok(Self { client, exceptions })
    }

    /// Sends a request and reads its answer.
    pub(super) async fn get(
        &self,
        url: &Url,
        conditions: &[(&'static str, String)],
        bounds: Bounds,
    ) -> Result<Reply, Problem> {
        check(url, &self.exceptions)?;
        let exchange = tokio::time::timeout(bounds.time, self.exchange(url, conditions, bounds));
        let timeout = || {
            let time = humantime::format_duration(Duration::from_millis(bounds.time.as_millis() as u64));
            Problem::failed("timeout", format!("the server did not finish within {time}"))
        };
        exchange.await.unwrap_or_else(|_| Err(timeout()))
    }

    async fn exchange(
        &self,
        url: &Url,
        conditions: &[(&'static str, String)],
        bounds: Bounds,
    ) -> Result<Reply, Problem> {
        let codings = if bounds.take == Take::Later { "identity" } else { ACCEPT_ENCODING };
        let mut request = self.client.get(url.clone()).header("accept", ACCEPT).header("accept-encoding", codings);
        for (name, value) in conditions {
            request = request.header(*name, value);
        }
        let mut response = request.send().await.map_err(problem)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let (mut body, mut coming) = (Vec::new(), None);
        match bounds.take {
            _ if !(200..300).contains(&status) => {}
            Take::Later => coming = Some(response),
            Take::Whole | Take::Cut => body = content(&mut response, &headers, bounds).await?,
        }
        Ok(Reply { status, headers, body, coming })
    }
}

async fn content(response: &mut Response, headers: &HeaderMap, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let cut = bounds.take == Take::Cut;
    if !cut {
        body::check_headers(headers, bounds.bytes)?;
    }
    let packed = body::read(response, bounds.bytes, bounds.stall, cut).await?;
    body::unpack(packed, headers, bounds.bytes, cut).await
}

/// How this program names itself.
fn agent(config: &Config) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let contact = config.contact.trim();
    let contact = if contact.is_empty() { String::new() } else { format!(" (+{contact})") };
    format!("{}/{version}{contact}", super::PRODUCT)
}

fn tls() -> Result<ClientConfig, String> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Whether a URL may be asked for at all. An address in its place, however it was written, is judged here; a name when it
/// is looked up for the connection.
pub(super) fn check(url: &Url, exceptions: &[Exception]) -> Result<(), Problem> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Problem::refused("scheme", format!("{}: is not fetched, only http and https", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Problem::refused("url", "leave the user name and password out of the URL".to_owned()));
    }
    if url.as_str().len() > MAX_URL {
        return Err(Problem::refused("url", format!("the URL has more than {MAX_URL} bytes")));
    }
    let address: IpAddr = match url.host() {
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
        Some(Host::Domain(_)) => return Ok(()),
        None => return Err(Problem::refused("url", "the URL names no host".to_owned())),
    };
    let host = url.host_str().unwrap_or_default();
    if allowed(host, address, exceptions) {
        return Ok(());
    }
    Err(Problem::refused("private_address", Forbidden::new(host, address).to_string()))
}

/// Why a request got no answer.
fn problem(error: reqwest::Error) -> Problem {
    let error = error.without_url();
    let detail = told(&error);
    let mut cause = error.source();
    while let Some(at) = cause {
        if at.is::<Forbidden>() {
            return Problem::refused("private_address", at.to_string());
        }
        if at.is::<Unknown>() {
            return Problem::failed("dns", at.to_string());
        }
        if is_tls(at) {
            return Problem::failed("tls", detail);
        }
        cause = at.source();
    }
    let reason = if error.is_connect() { "connect" } else { "protocol" };
    Problem::failed(reason, detail)
}

/// An I/O error does not name what it wraps as its source, and may wrap another.
fn is_tls(cause: &(dyn std::error::Error + 'static)) -> bool {
    let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    cause.is::<rustls::Error>() || inner.is_some_and(|inner| is_tls(inner))
}

/// An error with its causes, each told once.
pub(super) fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(at) = cause {
        let text = at.to_string();
        if !told.contains(&text) {
            told = format!("{told}: {text}");
        }
        cause = at.source();
    }
    told
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ftp://example.org/", "scheme")]
    #[case("file:///etc/passwd", "scheme")]
    #[case("data:text/html,x", "scheme")]
    #[case("http://user:secret@example.org/", "url")]
    #[case("http://127.0.0.1/", "private_address")]
    #[case("http://0x7f.1/", "private_address")]
    #[case("http://0177.0.0.1/", "private_address")]
    #[case("http://2130706433/", "private_address")]
    #[case("http://127.1/", "private_address")]
    #[case("http://[::1]/", "private_address")]
    #[case("http://[::ffff:10.0.0.1]/", "private_address")]
    #[case("http://169.254.169.254/latest/meta-data", "private_address")]
    #[case("http://①②⑦.⓪.⓪.①/", "private_address")]
    #[case("http://127。0。0。1/", "private_address")]
    #[case("http://127.0.0.1./", "private_address")]
    #[case("http://017700000001/", "private_address")]
    #[case("http://0x7F000001:8080/", "private_address")]
    #[case("http://0/", "private_address")]
    #[case("http://0.0.0.0/", "private_address")]
    #[case("http://100.64.0.1/", "private_address")]
    #[case("http://10.1.2.3:9200/_all", "private_address")]
    #[case("http://192.168.0.1/", "private_address")]
    #[case("http://172.16.0.1/", "private_address")]
    #[case("http://[::]/", "private_address")]
    #[case("http://[0:0:0:0:0:ffff:7f00:1]/", "private_address")]
    #[case("http://[::127.0.0.1]/", "private_address")]
    #[case("http://[64:ff9b::a9fe:a9fe]/", "private_address")]
    #[case("http://[64:ff9b:1::808:808]/", "private_address")]
    #[case("http://[2002:a00:1::1]/", "private_address")]
    #[case("http://[2001:0:808:808::1]/", "private_address")]
    #[case("http://[fe80::1]/", "private_address")]
    #[case("http://[fd00:ec2::254]/", "private_address")]
    #[case("http://user@example.org/", "url")]
    #[case("http://:secret@example.org/", "url")]
    #[case("javascript:alert(1)", "scheme")]
    #[case("gopher://example.org/", "scheme")]
    fn what_may_not_be_asked_for_is_refused(#[case] url: &str, #[case] reason: &str) {
        let problem = check(&Url::parse(url).unwrap(), &[]).unwrap_err();
        assert_eq!(problem.reason, reason);
        assert!(!problem.detail.contains("secret"));
    }

    #[test]
    fn a_public_address_or_a_name_may_be_asked_for() {
        for url in ["https://example.org/a?b", "http://93.184.216.34/", "http://[2a00:1450::1]:8080/"] {
            assert!(check(&Url::parse(url).unwrap(), &[]).is_ok(), "{url}");
        }
    }

    #[test]
    fn the_agent_says_whom_to_ask() {
        let config = Config { contact: "https://news.example/crawler".into(), ..Config::default() };
        assert!(agent(&config).ends_with(" (+https://news.example/crawler)"));
        assert!(agent(&Config::default()).starts_with("Dateline/0"));
    }
}
