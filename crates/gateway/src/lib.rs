//! gRPC services over the store and the bus.
