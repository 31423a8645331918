//! What every call passes, and the server around it.

use std::{net::SocketAddr, time::Duration};

use dateline_record::v1::{GetArticleRequest, GetStatsRequest};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tonic::{Code, Request};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
};
use tonic_types::StatusExt as _;

use crate::support::Gateway;

#[tokio::test]
async fn the_request_id_of_the_client_comes_back() {
    let gateway = Gateway::start().await;
    let mut request = Request::new(GetStatsRequest {});
    request.metadata_mut().insert("x-request-id", "mine-7".parse().unwrap());
    let response = gateway.admin().get_stats(request).await.unwrap();
    assert_eq!(response.metadata().get("x-request-id").unwrap(), "mine-7");

    let mut request = Request::new(GetArticleRequest { id: "nope".into(), ..GetArticleRequest::default() });
    request.metadata_mut().insert("x-request-id", "mine-8".parse().unwrap());
    let refused = gateway.articles().get_article(request).await.unwrap_err();
    assert_eq!(refused.get_details_request_info().map(|info| info.request_id), Some("mine-8".into()));
    assert_eq!(refused.metadata().get("x-request-id").unwrap(), "mine-8");
}

#[tokio::test]
async fn a_request_without_id_gets_its_own() {
    let gateway = Gateway::start().await;
    let id = || async {
        let response = gateway.admin().get_stats(GetStatsRequest {}).await.unwrap();
        response.metadata().get("x-request-id").unwrap().to_str().unwrap().to_owned()
    };
    let (one, other) = (id().await, id().await);
    assert!(!one.is_empty() && one != other);
}

#[tokio::test]
async fn every_error_says_where_it_comes_from() {
    let gateway = Gateway::start().await;
    let refused = gateway.articles().get_article(GetArticleRequest::default()).await.unwrap_err();
    let info = refused.get_details_error_info().unwrap();
    assert_eq!((info.reason.as_str(), info.domain.as_str()), ("FIELD_INVALID", "dateline"));
}

/// One gRPC-Web call over HTTP/1.1; the whole response.
async fn web_call(address: SocketAddr, method: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {method} HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\ncontent-type: application/grpc-web+proto\r\n\
         x-grpc-web: 1\r\n{headers}content-length: 5\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[0; 5]).await.unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    String::from_utf8_lossy(&response).into_owned()
}

const STATS: &str = "/dateline.v1.AdminService/GetStats";

#[tokio::test]
async fn a_browser_calls_over_grpc_web() {
    let gateway = Gateway::start_with(|config| config.cors_origins = vec!["https://explorer.example".into()]).await;
    let response = web_call(gateway.address, STATS, "origin: https://explorer.example\r\n").await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert!(response.contains("content-type: application/grpc-web+proto"), "{response}");
    assert!(response.contains("access-control-allow-origin: https://explorer.example"), "{response}");
    assert!(response.contains("embedded") && response.contains("grpc-status:0"), "{response}");
    let foreign = web_call(gateway.address, STATS, "origin: https://elsewhere.example\r\n").await;
    assert!(!foreign.contains("access-control-allow-origin"), "{foreign}");
}

#[tokio::test]
async fn a_deadline_is_honoured() {
    let gateway = Gateway::start().await;
    let response = web_call(gateway.address, STATS, "grpc-timeout: 1n\r\n").await;
    assert!(response.contains("grpc-status: 4"), "{response}");
}

#[tokio::test]
async fn under_load_calls_are_shed_and_probes_answered() {
    let gateway = Gateway::start_with(|config| config.max_calls = 0).await;
    let shed = gateway.admin().get_stats(GetStatsRequest {}).await.unwrap_err();
    assert_eq!(shed.code(), Code::ResourceExhausted);
    assert!(shed.get_details_retry_info().is_some());
    assert_eq!(health(&gateway).await, ServingStatus::Serving);
}

async fn health(gateway: &Gateway) -> ServingStatus {
    let response = HealthClient::new(gateway.channel.clone()).check(HealthCheckRequest::default()).await.unwrap();
    response.into_inner().status()
}

#[tokio::test]
async fn health_follows_the_bus() {
    let gateway = Gateway::start_with(|config| config.readiness_interval = Duration::from_millis(20)).await;
    let mut watch =
        HealthClient::new(gateway.channel.clone()).watch(HealthCheckRequest::default()).await.unwrap().into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
    let lock = rusqlite::Connection::open(gateway.folder.path().join("bus.db")).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::NotServing);
    lock.execute_batch("ROLLBACK").unwrap();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
}

#[tokio::test]
async fn those_who_watch_health_do_not_hold_the_server_back() {
    let mut gateway = Gateway::start_with(|config| config.drain = Duration::from_secs(3600)).await;
    let mut watch =
        HealthClient::new(gateway.channel.clone()).watch(HealthCheckRequest::default()).await.unwrap().into_inner();
    watch.message().await.unwrap();
    gateway.shutdown.cancel();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::NotServing);
    (&mut gateway.server).await.unwrap().unwrap();
}

#[tokio::test]
async fn reflection_lists_every_service() {
    let gateway = Gateway::start().await;
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut answers = ServerReflectionClient::new(gateway.channel.clone())
        .server_reflection_info(futures::stream::iter([request]))
        .await
        .unwrap()
        .into_inner();
    let Some(MessageResponse::ListServicesResponse(listed)) =
        answers.message().await.unwrap().unwrap().message_response
    else {
        panic!("a list was asked for")
    };
    let names: Vec<_> = listed.service.into_iter().map(|service| service.name).collect();
    for service in ["Admin", "Article", "Entity", "Extraction", "Fact", "Watch"] {
        assert!(names.contains(&format!("dateline.v1.{service}Service")), "{names:?}");
    }
    assert!(names.contains(&"grpc.health.v1.Health".into()));
}

#[tokio::test]
async fn a_connection_is_told_how_many_streams_it_may_open() {
    let gateway = Gateway::start().await;
    let stream = TcpStream::connect(gateway.address).await.unwrap();
    let (requests, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut requests = requests.ready().await.unwrap();
    // The answer to a request comes after the server's settings.
    let request = tonic::codegen::http::Request::post("http://gateway/nothing").body(()).unwrap();
    let (response, _) = requests.send_request(request, true).unwrap();
    response.await.unwrap();
    assert_eq!(requests.current_max_send_streams(), 128);
    connection.abort();
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let gateway = Gateway::start_with(|config| config.max_connections = 2).await;
    let second = TcpStream::connect(gateway.address).await.unwrap();
    let third = tokio::spawn(web_call(gateway.address, STATS, ""));
    gateway.admin().get_stats(GetStatsRequest {}).await.unwrap();
    assert!(!third.is_finished(), "two connections are open");
    drop(second);
    assert!(third.await.unwrap().starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn an_address_in_use_is_named() {
    let gateway = Gateway::start().await;
    let config = dateline_gateway::Config { listen: gateway.address, ..Default::default() };
    let (bus, store) = (gateway.bus.clone(), gateway.store.clone());
    let second =
        dateline_gateway::run(config, bus, store, dateline_extraction::Extractor::new(), Default::default(), None)
            .await;
    assert!(second.unwrap_err().to_string().contains(&gateway.address.to_string()));
}
