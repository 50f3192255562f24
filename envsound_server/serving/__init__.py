"""The adapters of gRPC and Ray Serve."""
