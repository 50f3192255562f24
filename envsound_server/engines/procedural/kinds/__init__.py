"""The kinds of sounds, one module each, with automatic discovery of new modules."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from envsound_server.engines.procedural.kind import Kind


def _found() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        kind: Kind = import_module(f"{__name__}.{module.name}").KIND
        if kind.name in kinds:
            raise ValueError(f"two kinds are named {kind.name!r}")
        kinds[kind.name] = kind
    return kinds


KINDS: Mapping[str, Kind] = MappingProxyType(_found())
"""All kinds by name."""
