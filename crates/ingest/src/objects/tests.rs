//! Stores on loopback that answer as they do, and as they should not.

use super::*;
use crate::{
    fetch::tests::site::{Act, Seen, Site, answer, content, object},
    stream::tests::drained,
};

fn bucket(site: &Site, retries: usize) -> Bucket {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let builder = AmazonS3Builder::new().with_endpoint(site.url("")).with_allow_http(true).with_skip_signature(true);
    let store = s3(builder, "news", RetryConfig { max_retries: retries, ..retry() }).unwrap();
    Bucket { scheme: Scheme::S3, name: "news".to_owned(), store }
}

fn address(key: &str) -> Address {
    Address::parse(&format!("s3://news/{key}")).unwrap().unwrap()
}

/// What is read of an object, and why that ended before its end.
async fn read(object: Result<Object, Rejection>) -> (Vec<u8>, Option<Rejection>) {
    match object {
        Ok(object) => drained(object.chunks).await,
        Err(rejection) => (Vec::new(), Some(rejection)),
    }
}

async fn reason_of(retries: usize, act: impl Fn(&Seen) -> Option<Act> + Send + Sync + 'static) -> &'static str {
    let site = Site::start(act).await;
    read(bucket(&site, retries).get(&address("a.txt")).await).await.1.unwrap().reason
}

#[tokio::test]
async fn an_object_is_read_whole_by_its_key_as_it_is() {
    let site = Site::start(|seen| object(seen, &content(3_000_000), "\"1\"", usize::MAX)).await;
    let opened = bucket(&site, 0).get(&address("2024/a b%20+.txt")).await.unwrap();
    assert_eq!((opened.name.as_str(), opened.size), ("s3://news/2024/a b%20+.txt", 3_000_000));
    assert_eq!(read(Ok(opened)).await, (content(3_000_000), None));
    assert_eq!(site.seen()[0].path, "/news/2024/a%20b%2520%2B.txt");
}

#[tokio::test]
async fn every_kind_of_store_is_asked_in_its_own_way() {
    let site = Site::start(|seen| match seen.path.as_str() {
        path if path.starts_with("/news/a") => object(seen, &content(1000), "\"1\"", usize::MAX),
        path if path.contains("comp=list") => {
            let blob = "<Blob><Name>a.txt</Name><Properties><Last-Modified>Tue, 02 Apr 2024 10:00:00 GMT</Last-Modified>\
                        <Content-Length>1000</Content-Length><Content-Type>text/plain</Content-Type><Etag>1</Etag></Properties></Blob>";
            let list = format!("<EnumerationResults><Blobs>{blob}</Blobs><NextMarker/></EnumerationResults>");
            Some(Act::Send(answer(200, "", list.as_bytes())))
        }
        _ => page(&[("a.txt", 1000)], ""),
    })
    .await;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let google = GoogleCloudStorageBuilder::new().with_base_url(&site.url("")).with_skip_signature(true);
    let google = google.with_config(GoogleConfigKey::Client(ClientConfigKey::AllowHttp), "true");
    let azure = MicrosoftAzureBuilder::new().with_endpoint(site.url("")).with_allow_http(true).with_account("desk");
    let stores = [
        (Scheme::Gs, gs(google, "news", retry()).unwrap()),
        (Scheme::Az, az(azure.with_skip_signature(true), "news", retry()).unwrap()),
    ];
    for (scheme, store) in stores {
        let bucket = Bucket { scheme, name: "news".to_owned(), store };
        let address = |key: &str| Address::parse(&format!("{}://news/{key}", scheme.name())).unwrap().unwrap();
        let (bytes, rejection) = read(bucket.get(&address("a.txt")).await).await;
        assert!(bytes == content(1000) && rejection.is_none(), "{scheme:?} {rejection:?} {:?}", site.seen());
        let listed: Vec<Opened> = bucket.get_all(&address("*.txt")).collect().await;
        let names: Vec<String> = listed.into_iter().map(|opened| opened.unwrap().name).collect();
        assert_eq!(names, [address("a.txt").to_string()], "{scheme:?}");
    }
}

#[tokio::test]
async fn a_transfer_that_breaks_is_taken_up_where_it_was() {
    for retries in [0, 3] {
        let site = Site::start(|seen| object(seen, &content(5_000_000), "\"1\"", 2_000_000)).await;
        assert_eq!(read(bucket(&site, retries).get(&address("a.txt")).await).await, (content(5_000_000), None));
        let seen = site.seen();
        let ranged = seen.iter().filter(|seen| seen.head.contains("range: bytes=")).count();
        assert_eq!((ranged, seen.len()), (2, 3), "{seen:?}");
    }
}

#[tokio::test]
async fn a_transfer_that_broke_while_it_waited_is_begun_anew() {
    for (etag, sent) in [("", 0), ("\"1\"", 0), ("\"1\"", 100)] {
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let site = Site::start(move |seen| {
            let first = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
            object(seen, &content(1000), etag, if first { sent } else { 1000 })
        })
        .await;
        assert_eq!(read(bucket(&site, 0).get(&address("a.txt")).await).await, (content(1000), None), "{etag} {sent}");
    }
}

#[tokio::test]
async fn a_transfer_that_breaks_and_cannot_be_taken_up_is_no_end() {
    // Nothing tells whether it is still the same object.
    let site = Site::start(|seen| object(seen, &content(5_000_000), "", 2_000_000)).await;
    let (bytes, rejection) = read(bucket(&site, 3).get(&address("a.txt")).await).await;
    let rejection = rejection.unwrap();
    assert_eq!((bytes.len(), rejection.reason), (2_000_000, "interrupted"));
    assert!(rejection.detail.contains("after 2000000 of 5000000 bytes"), "{rejection}");
    // It hardly moves.
    assert_eq!(reason_of(0, |seen| object(seen, &content(5_000_000), "\"1\"", 1000)).await, "interrupted");
    // It is another object by now.
    let changed = |seen: &Seen| match seen.head.contains("range: bytes=") {
        true => Some(Act::Send(answer(412, "", b""))),
        false => object(seen, &content(5_000_000), "\"1\"", 2_000_000),
    };
    assert_eq!(reason_of(0, changed).await, "changed");
}

#[tokio::test]
async fn what_is_not_to_be_had_is_told_with_the_reason() {
    let status = |status| move |_: &Seen| Some(Act::Send(answer(status, "", b"<Error/>")));
    for (code, reason) in [(404, "not_found"), (403, "forbidden"), (401, "forbidden"), (503, "unreachable")] {
        assert_eq!(reason_of(0, status(code)).await, reason, "{code}");
    }

    let builder = AmazonS3Builder::new().with_endpoint("http://127.0.0.1:1");
    let store =
        s3(builder.with_allow_http(true).with_skip_signature(true), "news", RetryConfig { max_retries: 1, ..retry() });
    let bucket = Bucket { scheme: Scheme::S3, name: "news".to_owned(), store: store.unwrap() };
    let rejection = bucket.get(&address("a.txt")).await.unwrap_err();
    assert_eq!(rejection.reason, "unreachable");
    assert!(rejection.detail.contains("refused") && rejection.detail.contains("AWS_*"), "{rejection}");
}

/// A page of a listing, of these keys and sizes.
fn page(keys: &[(&str, usize)], next: &str) -> Option<Act> {
    let contents: String = keys
        .iter()
        .map(|(key, size)| {
            format!("<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>2024-04-02T10:00:00.000Z</LastModified></Contents>")
        })
        .collect();
    let next =
        if next.is_empty() { String::new() } else { format!("<NextContinuationToken>{next}</NextContinuationToken>") };
    let body = format!("<?xml version=\"1.0\"?><ListBucketResult>{contents}{next}</ListBucketResult>");
    Some(Act::Send(answer(200, "content-type: application/xml\n", body.as_bytes())))
}

async fn names(site: &Site, key: &str) -> Vec<Result<(String, u64), (String, &'static str)>> {
    let opened = bucket(site, 0).get_all(&address(key));
    let name = |opened: Opened| {
        opened.map(|object| (object.name, object.size)).map_err(|(name, rejection)| (name, rejection.reason))
    };
    opened.map(name).collect().await
}

#[tokio::test]
async fn a_listing_is_opened_page_by_page_in_its_order_without_what_a_pattern_leaves_out() {
    let site = Site::start(|seen| match seen.path.as_str() {
        path if !path.starts_with("/news?") => object(seen, &content(path.len()), "\"1\"", usize::MAX),
        path if path.contains("token=2") => page(&[("2024/c.gz", 5), ("2024/d/e.gz", 5)], ""),
        _ => page(&[("2024", 0), ("2024/a.gz", 5), ("2024/b.txt", 5)], "2"),
    })
    .await;
    let named = |name: &str, size| Ok((format!("s3://news/2024{name}"), size));
    let all = [named("", 0), named("/a.gz", 15), named("/b.txt", 16), named("/c.gz", 15), named("/d/e.gz", 17)];
    assert_eq!(names(&site, "2024/").await, all);
    assert_eq!(names(&site, "2024/*.gz").await, [named("/a.gz", 15), named("/c.gz", 15)]);
    assert!(site.seen()[0].path.contains("prefix=2024%2F"), "{:?}", site.seen()[0]);
}

#[tokio::test]
async fn a_listing_that_fails_is_told_and_one_object_never_stops_the_others() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/news/a" => None,
        "/news/b" => object(seen, &content(7), "\"1\"", usize::MAX),
        path if path.contains("token=2") => Some(Act::Send(answer(403, "", b"<Error/>"))),
        _ => page(&[("a", 5), ("b", 7)], "2"),
    })
    .await;
    let opened = names(&site, "").await;
    let failed = |name: &str, reason| Err((format!("s3://news/{name}"), reason));
    assert_eq!(opened, [failed("a", "not_found"), Ok(("s3://news/b".to_owned(), 7)), failed("", "forbidden")]);
}
