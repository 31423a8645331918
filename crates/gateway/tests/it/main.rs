//! The API's contract, over a real server on loopback with the embedded store and bus.

mod admin;
mod articles;
mod facts;
mod server;
mod submit;
mod support;
mod watch;
