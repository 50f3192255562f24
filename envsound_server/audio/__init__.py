"""Sound as arrays and as files: nothing here knows engines, requests or gRPC."""
