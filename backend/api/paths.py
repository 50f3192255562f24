"""The paths that middleware treats differently, without the prefix of a proxy."""

from starlette.types import Scope

PUBLIC_FILES_PATH = "/environment_sounds/"
"""The prefix of the finished files."""

_PROBES = ("/health", "/ready", "/metrics")


def path_of(scope: Scope) -> str:
    """Return the path of a request as the routes have it."""
    path, prefix = str(scope["path"]), str(scope.get("root_path", "")).rstrip("/")
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


def is_probe(scope: Scope) -> bool:
    """Return True for the reads of monitors."""
    return scope["method"] in ("GET", "HEAD") and path_of(scope) in _PROBES
