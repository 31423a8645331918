//! gRPC calls written byte by byte, as no client library would.

use std::net::SocketAddr;

use bytes::Bytes;
use dateline_record::v1::{RawArticle, SubmitArticleRequest};
use prost::Message as _;
use tokio::net::TcpStream;
use tonic::{Code, Status, codegen::http};

const SUBMIT: &str = "/dateline.v1.ArticleService/SubmitArticle";

/// A call and the code and reason that it must end with.
pub(crate) struct Call {
    pub(crate) what: &'static str,
    pub(crate) method: &'static str,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) body: Vec<u8>,
    pub(crate) end: (Code, &'static str),
}

/// A gRPC frame: compression flag, length as claimed, bytes.
fn frame(flag: u8, length: u32, bytes: &[u8]) -> Vec<u8> {
    [&[flag], &length.to_be_bytes()[..], bytes].concat()
}

fn whole(message: &[u8]) -> Vec<u8> {
    frame(0, message.len() as u32, message)
}

/// A call to submit one article, under an id.
fn submission(id: &str, unknown: &[u8]) -> Vec<u8> {
    let article = RawArticle { text: format!("The {id} met on Thursday."), ..RawArticle::default() };
    let request = SubmitArticleRequest { article: Some(article), request_id: id.to_owned(), ..Default::default() };
    [&request.encode_to_vec(), unknown].concat()
}

/// Every malformed call, and one that only has fields that are not known yet, whose submission is `unknown-fields-grpc`.
pub(crate) fn calls() -> Vec<Call> {
    let malformed = (Code::InvalidArgument, "REQUEST_MALFORMED");
    let unimplemented = (Code::Unimplemented, "UNIMPLEMENTED");
    let request = submission("truncated", b"");
    let cut = request.get(..request.len() - 5).unwrap_or_default();
    let call = |what, body, end| Call { what, method: SUBMIT, encoding: None, body, end };
    let gzip = |what, body, end| Call { what, method: SUBMIT, encoding: Some("gzip"), body, end };
    vec![
        call("truncated protobuf", whole(cut), malformed),
        call("noise", whole(&[0xff; 40]), malformed),
        call("text that is not UTF-8", whole(b"\x0a\x04\x12\x02\xff\xfe"), malformed),
        call("a frame that breaks off", frame(0, 100, b"\x0a\x02"), malformed),
        call("an unknown compression flag", frame(7, 2, b"\x0a\x00"), malformed),
        call("a compressed frame without encoding", frame(1, 2, b"\x0a\x00"), malformed),
        call("no message", Vec::new(), malformed),
        gzip("noise for gzip", frame(1, 4, b"\x01\x02\x03\x04"), malformed),
        call("a frame that claims 1 GiB", frame(0, 1 << 30, b"\x0a"), (Code::OutOfRange, "REQUEST_TOO_LARGE")),
        call("an unknown field", whole(&submission("unknown-fields-grpc", b"\xba\x3e\x03new")), (Code::Ok, "")),
        call("an unknown lane", whole(&submission("lane", b"\x18\x63")), (Code::InvalidArgument, "ARTICLE_REFUSED")),
        Call { encoding: Some("br"), ..call("an unknown encoding", whole(&request), unimplemented) },
        Call {
            method: "/dateline.v1.ArticleService/Swallow",
            ..call("an unknown method", whole(&request), unimplemented)
        },
    ]
}

/// Makes a call over a connection of its own.
pub(crate) async fn perform(address: SocketAddr, call: &Call) -> Status {
    let stream = TcpStream::connect(address).await.expect("the gateway listens");
    let (requests, connection) = h2::client::handshake(stream).await.expect("the gateway speaks HTTP/2");
    let connection = tokio::spawn(connection);
    let mut request = http::Request::post(format!("http://{address}{}", call.method))
        .header("content-type", "application/grpc")
        .header("te", "trailers");
    if let Some(encoding) = call.encoding {
        request = request.header("grpc-encoding", encoding);
    }
    let mut requests = requests.ready().await.expect("the connection is open");
    let request = request.body(()).expect("a request");
    let (response, mut body) = requests.send_request(request, false).expect("the request is sent");
    body.send_data(Bytes::from(call.body.clone()), true).expect("the body is sent");
    let response = response.await.expect("an answer");
    let status = match Status::from_header_map(response.headers()) {
        Some(status) => status,
        None => trailing(response.into_body()).await,
    };
    connection.abort();
    status
}

async fn trailing(mut body: h2::RecvStream) -> Status {
    while let Some(data) = body.data().await {
        data.expect("the answer goes on");
    }
    let trailers = body.trailers().await.expect("the answer ends").expect("the answer has trailers");
    Status::from_header_map(&trailers).expect("the answer has a status")
}
