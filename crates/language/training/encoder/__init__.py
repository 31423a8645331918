"""Training of the shared encoder of the language crate."""
