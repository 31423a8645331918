//! Objects in stores (`s3://`, `gs://`, `az://`): listed in the order of their names, and read in constant memory however
//! large they are.
//!
//! Which store, and who asks, is said by the environment variables that the stores' own tools read (`AWS_*`, `GOOGLE_*`,
//! `AZURE_*`): nothing of it is in Dateline's configuration.
//!
//! - [`address`]: what is asked for;
//! - [`failure`]: why it is not to be had.

mod address;
mod failure;

#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{
    BackoffConfig, ClientConfigKey, GetOptions, GetRange, ObjectMeta, ObjectStore, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    azure::{AzureConfigKey, MicrosoftAzureBuilder},
    gcp::{GoogleCloudStorageBuilder, GoogleConfigKey},
    path::Path,
};

pub use self::address::Address;
use self::address::Scheme;
use crate::{
    Rejection,
    stream::{Chunks, Progress},
};

/// Objects asked for at once: while one is read the next ones are on their way.
const AHEAD: usize = 8;

/// Requests for the same thing after the first.
const RETRIES: usize = 5;

/// Longest that a request is tried again.
const RETRY_TIME: Duration = Duration::from_secs(60);

/// The settings of every client. A transfer may take long, but not stand still.
const CLIENT: [(ClientConfigKey, &str); 3] = [
    (ClientConfigKey::Timeout, "1 day"),
    (ClientConfigKey::ReadTimeout, "30 seconds"),
    (ClientConfigKey::UserAgent, concat!("Dateline/", env!("CARGO_PKG_VERSION"))),
];

/// A bucket or container. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Bucket {
    scheme: Scheme,
    name: String,
    store: Arc<dyn ObjectStore>,
}

/// An object that is open.
pub struct Object {
    /// Its address.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Its content.
    pub chunks: Chunks,
}

/// An object of many, or the name of what could not be opened and why.
pub type Opened = Result<Object, (String, Rejection)>;

impl Bucket {
    /// The bucket of an address. Asks nobody yet.
    ///
    /// # Errors
    /// `store`, when what the environment says of it cannot be used.
    pub fn of(address: &Address) -> Result<Self, Rejection> {
        let (scheme, name) = (address.scheme, address.bucket.clone());
        let store = match scheme {
            Scheme::S3 => s3(AmazonS3Builder::from_env(), &name, retry()),
            Scheme::Gs => gs(GoogleCloudStorageBuilder::from_env(), &name, retry()),
            Scheme::Az => az(MicrosoftAzureBuilder::from_env(), &name, retry()),
        };
        let store = store.map_err(|error| {
            let detail =
                format!("{}: {}; see the variables {}", scheme.name(), failure::cause(&error), scheme.variables());
            Rejection::new("store", detail)
        })?;
        Ok(Self { scheme, name, store })
    }

    /// Whether an address is in it.
    #[must_use]
    pub fn holds(&self, address: &Address) -> bool {
        self.scheme == address.scheme && self.name == address.bucket
    }

    /// Opens the object of an address.
    ///
    /// # Errors
    /// See [`failure`].
    pub async fn get(&self, address: &Address) -> Result<Object, Rejection> {
        let path = Path::parse(&address.key).map_err(|error| self.refused(&error.into()))?;
        self.open(path).await
    }

    /// Opens what an address of many names, in the order in which the store lists it: that of names. What has no bytes,
    /// as folders are marked by, is not asked for.
    pub fn get_all(&self, address: &Address) -> BoxStream<'static, Opened> {
        let (pattern, whole) = (address.pattern(), address.to_string());
        let wanted = move |meta: &ObjectMeta| {
            let key = meta.location.as_ref();
            futures::future::ready(pattern.as_ref().is_none_or(|pattern| pattern.matches(key)))
        };
        let bucket = self.clone();
        let listed = self.store.list(address.prefix().as_ref()).try_filter(wanted);
        let opened = listed.map(move |meta| {
            let (bucket, whole) = (bucket.clone(), whole.clone());
            async move {
                let ObjectMeta { location, size, .. } = meta.map_err(|error| (whole, bucket.refused(&error)))?;
                let name = bucket.address(&location);
                match size {
                    0 => Ok(Object { name, size, chunks: futures::stream::empty().boxed() }),
                    _ => bucket.open(location).await.map_err(|rejection| (name, rejection)),
                }
            }
        });
        opened.buffered(AHEAD).boxed()
    }

    async fn open(&self, path: Path) -> Result<Object, Rejection> {
        let name = self.address(&path);
        let got = self.store.get_opts(&path, GetOptions::default()).await.map_err(|error| self.refused(&error))?;
        let (size, etag) = (got.meta.size, got.meta.e_tag.clone());
        let transfer = Transfer {
            bucket: self.clone(),
            path,
            size,
            etag,
            stream: got.into_stream(),
            progress: Progress::default(),
        };
        let chunks = futures::stream::try_unfold(transfer, |mut transfer| async move {
            Ok(transfer.next().await?.map(|chunk| (chunk, transfer)))
        });
        Ok(Object { name, size, chunks: chunks.boxed() })
    }

    fn address(&self, path: &Path) -> String {
        format!("{}://{}/{path}", self.scheme.name(), self.name)
    }

    fn refused(&self, error: &object_store::Error) -> Rejection {
        failure::rejection(error, self.scheme)
    }
}

/// The bytes of an object on their way.
struct Transfer {
    bucket: Bucket,
    path: Path,
    size: u64,
    etag: Option<String>,
    stream: BoxStream<'static, object_store::Result<Bytes>>,
    progress: Progress,
}

impl Transfer {
    async fn next(&mut self) -> Result<Option<Bytes>, Rejection> {
        loop {
            match self.stream.next().await {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) => {
                    self.progress.moved(chunk.len());
                    return Ok(Some(chunk));
                }
                None if self.progress.position() >= self.size => return Ok(None),
                None => self.resume("there is no more").await?,
                Some(Err(error)) => self.resume(&failure::cause(&error)).await?,
            }
        }
    }

    /// Goes on where a connection broke, in the same state of the object. Servers break those that wait for long, as the
    /// ones ahead do.
    async fn resume(&mut self, cause: &str) -> Result<(), Rejection> {
        let position = self.progress.position();
        // Before its first byte any state will do.
        let known = position == 0 || self.etag.is_some();
        if !known || !self.progress.take_up() {
            let detail = format!("the transfer broke off after {position} of {} bytes: {cause}", self.size);
            return Err(Rejection::new("interrupted", detail));
        }
        let range = (position > 0).then_some(GetRange::Offset(position));
        let options = GetOptions { if_match: self.etag.clone(), range, ..GetOptions::default() };
        let got = self.bucket.store.get_opts(&self.path, options).await;
        let got = got.map_err(|error| self.bucket.refused(&error))?;
        self.size = got.meta.size;
        self.stream = got.into_stream();
        Ok(())
    }
}

/// How often a request is tried again; what moves a transfer begins it anew.
fn retry() -> RetryConfig {
    RetryConfig { backoff: BackoffConfig::default(), max_retries: RETRIES, retry_timeout: RETRY_TIME }
}

fn s3(builder: AmazonS3Builder, bucket: &str, retry: RetryConfig) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = builder.with_bucket_name(bucket).with_retry(retry);
    let set = |builder: AmazonS3Builder, (key, value)| builder.with_config(AmazonS3ConfigKey::Client(key), value);
    Ok(Arc::new(CLIENT.into_iter().fold(builder, set).build()?))
}

fn gs(
    builder: GoogleCloudStorageBuilder,
    bucket: &str,
    retry: RetryConfig,
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = builder.with_bucket_name(bucket).with_retry(retry);
    let set =
        |builder: GoogleCloudStorageBuilder, (key, value)| builder.with_config(GoogleConfigKey::Client(key), value);
    Ok(Arc::new(CLIENT.into_iter().fold(builder, set).build()?))
}

fn az(
    builder: MicrosoftAzureBuilder,
    container: &str,
    retry: RetryConfig,
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = builder.with_container_name(container).with_retry(retry);
    let set = |builder: MicrosoftAzureBuilder, (key, value)| builder.with_config(AzureConfigKey::Client(key), value);
    Ok(Arc::new(CLIENT.into_iter().fold(builder, set).build()?))
}

impl std::fmt::Debug for Object {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Object").field("name", &self.name).field("size", &self.size).finish_non_exhaustive()
    }
}
