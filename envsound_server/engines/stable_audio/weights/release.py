"""The released checkpoints: their repositories and the files that are needed.

The repositories are gated: an account has to accept the terms, and `HF_TOKEN` has to be its token.
"""

import re
from pathlib import Path
from typing import Final

from envsound_server.engines.stable_audio.weights.checkpoint import (
    CONFIG_FILES,
    MODEL_INDEX_FILE,
    OPTIONAL_FILES,
    WEIGHT_FILES,
    check_model_index,
)
from envsound_server.engines.weights.download import Release
from envsound_server.engines.weights.files import index_file
from envsound_server.engines.weights.hub import RemoteFile, RemoteRepository

_REVISION: Final = "main"
"""No commit has been tested. The record holds the downloaded one."""


def _list_files(model: RemoteRepository, folder: Path) -> list[RemoteFile]:
    check_model_index(folder)
    optional = [path for path in OPTIONAL_FILES if path in model.siblings]
    weights = [path for name in WEIGHT_FILES.values() for path in _stored_as(model, name)]
    return [model.file(path) for path in (*CONFIG_FILES, *optional, *weights)]


def _stored_as(model: RemoteRepository, name: str) -> list[str]:
    """Return a safetensors file, or its index and its shards."""
    if name in model.siblings or index_file(name) not in model.siblings:
        return [name]
    stem = re.escape(name.removesuffix(".safetensors"))
    part = re.compile(rf"{stem}-\d+-of-\d+\.safetensors")
    return [index_file(name), *(path for path in sorted(model.siblings) if part.fullmatch(path))]


def _release(name: str) -> Release:
    return Release(f"stabilityai/{name}", _REVISION, MODEL_INDEX_FILE, _list_files)


RELEASES: Final = {
    name: _release(name) for name in ("stable-audio-3-small-sfx", "stable-audio-3-medium")
}
"""The releases by their names on the command line."""
