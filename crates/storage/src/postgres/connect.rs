//! Connections: the pool, TLS, failures and what they ask for.

use std::{collections::HashSet, str::FromStr, sync::Arc, sync::Mutex, time::Duration};

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres::{Row, config::SslMode, error::SqlState, types::ToSql};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Config, Error, Kind};

/// How often a transaction is tried that lost against another one.
const ATTEMPTS: u32 = 6;

/// Values of a statement.
pub(super) type Values<'v> = &'v [&'v (dyn ToSql + Sync)];

/// A pool of connections to one database.
pub(super) struct Database {
    pool: Pool,
    /// Months that are known to have a partition.
    pub(super) months: Mutex<HashSet<(i16, i8)>>,
}

impl Database {
    pub(super) fn open(config: &Config) -> Result<Self, Error> {
        let (url, mode) = split_ssl_mode(&config.url)?;
        let wrong = |error: tokio_postgres::Error| misconfigured(format!("store.url cannot be read: {error}"));
        let mut server = tokio_postgres::Config::from_str(&url).map_err(wrong)?;
        server.ssl_mode(mode.ssl_mode());
        server.connect_timeout(config.connect_timeout()).keepalives_idle(Duration::from_secs(30));
        let options = format!(
            "{} -c statement_timeout={}s -c idle_in_transaction_session_timeout=60s",
            server.get_options().unwrap_or_default(),
            config.statement_timeout
        );
        server.options(options.trim()).application_name("dateline");
        let tls = MakeRustlsConnect::new(tls(config, mode)?);
        let manager = Manager::from_config(server, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let timeout = Some(config.connect_timeout());
        let pool = Pool::builder(manager).max_size(config.connections).runtime(Runtime::Tokio1);
        let pool = pool.wait_timeout(timeout).create_timeout(timeout).recycle_timeout(timeout).build();
        let pool = pool.map_err(|error| misconfigured(format!("the pool cannot be made: {error}")))?;
        Ok(Self { pool, months: Mutex::default() })
    }

    pub(super) async fn client(&self) -> Result<Object, Error> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => sql(error),
            other => Error::new(
                Kind::Unavailable,
                format!("no connection to PostgreSQL: {other}; check that it runs, or raise store.connections"),
            ),
        })
    }

    /// Every row of a statement, which is prepared once a connection.
    pub(super) async fn rows(&self, statement: &str, values: Values<'_>) -> Result<Vec<Row>, Error> {
        let client = self.client().await?;
        let statement = client.prepare_cached(statement).await.map_err(sql)?;
        client.query(&statement, values).await.map_err(sql)
    }
}

/// Runs a transaction again when another one made it fail.
pub(super) async fn retried<T, F: Future<Output = Result<T, Error>>>(mut run: impl FnMut() -> F) -> Result<T, Error> {
    let mut attempt = 1;
    loop {
        match run().await {
            Err(error) if error.message.ends_with(CONFLICT) && attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

/// Ends the message of a failure that another transaction caused.
const CONFLICT: &str = "(another transaction was in the way)";

/// A failure of PostgreSQL, by what it asks for.
pub(super) fn sql(error: tokio_postgres::Error) -> Error {
    let Some(db) = error.as_db_error() else {
        let source = std::error::Error::source(&error).map(|source| format!(" ({source})")).unwrap_or_default();
        return Error::new(Kind::Unavailable, format!("PostgreSQL cannot be reached: {error}{source}"));
    };
    let (code, message) = (db.code(), db.message());
    if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::UNIQUE_VIOLATION].contains(code)
    {
        return Error::new(Kind::Unavailable, format!("PostgreSQL refused: {message} {CONFLICT}"));
    }
    if [SqlState::UNDEFINED_TABLE, SqlState::UNDEFINED_COLUMN].contains(code) {
        return misconfigured(format!("the store's schema is missing or old ({message}): run `dateline migrate`"));
    }
    let kind = match code.code().get(..2).unwrap_or_default() {
        "08" | "53" | "55" | "57" | "58" | "25" => Kind::Unavailable,
        "28" | "3D" | "42" => Kind::Misconfigured,
        "22" | "54" => Kind::Rejected,
        _ => Kind::Internal,
    };
    Error::new(kind, format!("PostgreSQL refused: {message} ({})", code.code()))
}

fn misconfigured(message: String) -> Error {
    Error::new(Kind::Misconfigured, message)
}

/// `sslmode` as libpq knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    Verify,
}

impl Mode {
    fn ssl_mode(self) -> SslMode {
        match self {
            Self::Disable => SslMode::Disable,
            Self::Prefer => SslMode::Prefer,
            Self::Require | Self::Verify => SslMode::Require,
        }
    }
}

/// The URL without `sslmode`, of which the driver knows but a part.
fn split_ssl_mode(url: &str) -> Result<(String, Mode), Error> {
    let Some((base, parameters)) = url.split_once('?') else { return Ok((url.to_owned(), Mode::Prefer)) };
    let (modes, others): (Vec<&str>, Vec<&str>) = parameters.split('&').partition(|part| part.starts_with("sslmode="));
    let mode = match modes.last().and_then(|mode| mode.strip_prefix("sslmode=")) {
        Some("disable") => Mode::Disable,
        None | Some("prefer" | "allow") => Mode::Prefer,
        Some("require") => Mode::Require,
        Some("verify-ca" | "verify-full") => Mode::Verify,
        Some(other) => {
            let known = "disable, prefer, require, verify-ca or verify-full";
            return Err(misconfigured(format!("sslmode `{other}` in store.url is unknown: use {known}")));
        }
    };
    let url = if others.is_empty() { base.to_owned() } else { format!("{base}?{}", others.join("&")) };
    Ok((url, mode))
}

fn tls(config: &Config, mode: Mode) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| misconfigured(format!("TLS cannot be set up: {error}")))?;
    if mode != Mode::Verify {
        let verifier = Arc::new(Unverified(provider));
        return Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth());
    }
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(path) = &config.root_certificates {
        let wrong = |error: &dyn std::fmt::Display| {
            misconfigured(format!("store.root_certificates {} cannot be read: {error}", path.display()))
        };
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))? {
            let certificate = certificate.map_err(|error| wrong(&error))?;
            roots.add(certificate).map_err(|error| wrong(&error))?;
        }
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Takes any certificate, as `sslmode=prefer` and `require` mean it: encrypted, but not authenticated.
#[derive(Debug)]
struct Unverified(Arc<CryptoProvider>);

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sslmode_is_read_as_libpq_reads_it() {
        let read = |url: &str| split_ssl_mode(url).unwrap();
        assert_eq!(read("postgres://h/d"), ("postgres://h/d".into(), Mode::Prefer));
        assert_eq!(read("postgres://h/d?sslmode=verify-full&x=1"), ("postgres://h/d?x=1".into(), Mode::Verify));
        assert_eq!(split_ssl_mode("postgres://h/d?sslmode=yes").unwrap_err().kind, Kind::Misconfigured);
    }
}
