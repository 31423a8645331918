//! The second signal, while something holds up the drain that the first began.

use std::{
    io::{BufRead, Read, Write},
    net::TcpStream,
};

use dateline_test_support::rabbitmq;

use crate::server::{Server, count};

/// A call whose body never comes: the server waits for it. Returns once it does.
fn held_call(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    let head = "POST /dateline.v1.AdminService/GetStats HTTP/1.1\r\nhost: gateway\r\nx-grpc-web: 1\r\n\
                content-type: application/grpc-web+proto\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let expected = b"HTTP/1.1 100 Continue";
    let mut answer = vec![0; expected.len()];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(answer, expected);
    stream
}

#[test]
fn a_second_signal_exits_at_once_and_loses_nothing() {
    let settings = [
        ("DATELINE__GATEWAY__DRAIN", "1h"),
        ("DATELINE__GATEWAY__REQUEST_TIMEOUT", "1h"),
        ("DATELINE__TELEMETRY__FILTER", "info"),
    ];
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("article.txt"), "The council met on Monday in Valletta.").unwrap();
    for (first, second) in [("-TERM", "-INT"), ("-INT", "-TERM"), ("-TERM", "-TERM")] {
        let mut server = Server::start_with(home.path(), &settings);
        let _held = held_call(&server);
        assert!(server.client(home.path(), &["submit", "article.txt"]).output().unwrap().status.success());
        server.signal(first);
        let mut line = String::new();
        while !line.contains("a second signal exits at once") {
            line.clear();
            assert_ne!(server.stderr.read_line(&mut line).unwrap(), 0, "the server ended at the first signal");
        }
        assert!(server.child.try_wait().unwrap().is_none(), "nothing held up the drain");
        server.signal(second);
        assert_eq!(server.child.wait().unwrap().code(), Some(130), "{first} {second}");
    }
    let server = Server::start(home.path());
    let accounting = server.settled(home.path(), 3);
    assert_eq!((count(&accounting, "stored"), count(&accounting, "duplicate")), (1, 2), "{accounting}");
}

#[test]
fn a_clean_end_on_rabbitmq_logs_no_error() {
    let (home, prefix) = (tempfile::tempdir().unwrap(), rabbitmq::prefix());
    let settings = [
        ("DATELINE__BUS__URL", rabbitmq::url()),
        ("DATELINE__BUS__PREFIX", &prefix),
        ("DATELINE__TELEMETRY__FILTER", "info"),
        ("DATELINE__TELEMETRY__FORMAT", "json"),
    ];
    let mut server = Server::start_with(home.path(), &settings);
    std::fs::write(home.path().join("article.txt"), "The council met on Monday in Valletta.").unwrap();
    assert!(server.client(home.path(), &["submit", "--wait", "article.txt"]).output().unwrap().status.success());
    server.signal("-TERM");
    let mut log = String::new();
    server.stderr.read_to_string(&mut log).unwrap();
    assert_eq!(server.child.wait().unwrap().code(), Some(0), "{log}");
    assert!(log.contains("a second signal exits at once") && !log.contains("ERROR") && !log.contains("WARN"), "{log}");
}
