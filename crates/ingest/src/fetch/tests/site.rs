//! A web server for tests, on loopback, that answers as it is told: also as no server should.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::Instant,
};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    /// Its lines, in lower case.
    pub(crate) head: String,
    pub(crate) at: Instant,
}

/// How the server behaves.
pub(crate) enum Act {
    /// Sends bytes and closes.
    Send(Vec<u8>),
    /// Sends bytes, and then nothing for ever.
    Hang(Vec<u8>),
    /// Sends bytes, and then the others again and again.
    Repeat(Vec<u8>, Vec<u8>, Duration),
}

impl Act {
    /// The same with more headers, each ended by a line break.
    pub(crate) fn with(self, headers: &str) -> Self {
        let Self::Send(bytes) = self else { return self };
        let first = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let (status, rest) = bytes.split_at(first);
        Self::Send([status, headers.replace('\n', "\r\n").as_bytes(), rest].concat())
    }
}

/// A server that ends with the test's runtime.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Site {
    /// Answers every request by `act`; those for robots.txt only where it has an answer.
    pub(crate) async fn start(act: impl Fn(&Seen) -> Option<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, seen) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let (act, log) = (Arc::new(act), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (act, log) = (Arc::clone(&act), Arc::clone(&log));
                tokio::spawn(async move { serve(stream, &*act, &log).await });
            }
        });
        Self { address, seen }
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Every request, robots.txt left out.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.all_seen().into_iter().filter(|seen| seen.path != "/robots.txt").collect()
    }

    /// Every request.
    pub(crate) fn all_seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, act: &(impl Fn(&Seen) -> Option<Act> + ?Sized), log: &Mutex<Vec<Seen>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            // TLS is greeted with what is none.
            Ok(22) if head.is_empty() => {
                return perform(&mut stream, Act::Hang(b"no TLS".to_vec())).await.unwrap_or(());
            }
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
    let seen = Seen { path, head: text.to_ascii_lowercase(), at: Instant::now() };
    log.lock().unwrap().push(seen.clone());
    // The client may hang up at any time: that is for the test to judge.
    let _ = perform(&mut stream, act(&seen).unwrap_or_else(|| Act::Send(answer(404, "", b"none")))).await;
}

async fn perform(stream: &mut TcpStream, act: Act) -> std::io::Result<()> {
    match act {
        Act::Send(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await
        }
        Act::Hang(bytes) => {
            stream.write_all(&bytes).await?;
            stream.read_u8().await.map(drop)
        }
        Act::Repeat(head, body, pause) => {
            stream.write_all(&head).await?;
            loop {
                stream.write_all(&body).await?;
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// An answer of a status with headers, each ended by a line break, and a body.
pub(crate) fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let headers = headers.replace('\n', "\r\n");
    let out = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [out.into_bytes(), body.to_vec()].concat()
}

/// A page with this sentence.
pub(crate) fn page(sentence: &str) -> Option<Act> {
    let html = format!("<html><body><p>{sentence}</p></body></html>");
    Some(Act::Send(answer(200, "content-type: text/html\n", html.as_bytes())))
}

/// Bytes of an object, of which each is known by its place.
pub(crate) fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at % 251) as u8).collect()
}

/// The answer for an object or a range of it, of which only so many bytes are sent before the connection is cut.
pub(crate) fn object(seen: &Seen, content: &[u8], etag: &str, sent: usize) -> Option<Act> {
    let range = seen.head.lines().find_map(|line| line.strip_prefix("range: bytes="));
    let start: usize = range.and_then(|range| range.split('-').next()?.parse().ok()).unwrap_or(0);
    let mut headers = "last-modified: Tue, 02 Apr 2024 10:00:00 GMT\n".to_owned();
    if !etag.is_empty() {
        headers += &format!("etag: {etag}\n");
    }
    if range.is_some() {
        headers += &format!("content-range: bytes {start}-{}/{}\n", content.len() - 1, content.len());
    }
    let body = &content[start..];
    let mut bytes = answer(if range.is_some() { 206 } else { 200 }, &headers, body);
    bytes.truncate(bytes.len() - body.len() + sent.min(body.len()));
    Some(Act::Send(bytes))
}
