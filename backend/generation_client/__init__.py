"""The sidecar, as the rest of the backend sees it. Nothing else here imports grpc."""

from backend.generation_client.client import GenerationClient
from backend.generation_client.tls import Tls, read_tls

__all__ = ["GenerationClient", "Tls", "read_tls"]
