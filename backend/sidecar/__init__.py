"""The client of the sidecar: the only room that imports grpc."""

from backend.sidecar.client import SidecarClient
from backend.sidecar.tls import Tls, read_tls

__all__ = ["SidecarClient", "Tls", "read_tls"]
