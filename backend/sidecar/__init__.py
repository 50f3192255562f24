"""The sidecar, as the rest of the backend sees it. Nothing else here imports grpc."""

from backend.sidecar.client import SidecarClient
from backend.sidecar.tls import Tls, read_tls

__all__ = ["SidecarClient", "Tls", "read_tls"]
