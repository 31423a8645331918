//! The API's contract, over a real server on loopback with the embedded store and bus.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod admin;
mod articles;
mod facts;
mod server;
mod submit;
mod support;
mod watch;
