//! Logs, metrics and health: one way for every service.
