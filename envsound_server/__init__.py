"""The sidecar: a gRPC server that turns prompts into finished environment sounds."""
