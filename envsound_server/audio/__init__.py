"""Sound as arrays and as files, independent of engines, requests and gRPC."""
