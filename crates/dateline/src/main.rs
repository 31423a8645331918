//! News intelligence that anyone can run.

fn main() {}
