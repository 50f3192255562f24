"""The sidecar, as the rest of the backend sees it. Nothing else here imports grpc."""

from backend.generation_client.client import GenerationClient

__all__ = ["GenerationClient"]
