"""The released checkpoint: its repository and the files that are needed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    TEXT_ENCODER_FOLDER,
    VAE_FILE,
    read_architecture,
)
from envsound_server.engines.weights.download import Release
from envsound_server.engines.weights.hub import RemoteFile, RemoteRepository, look_up

_TEXT_ENCODER_REVISIONS: Final[Mapping[str, str]] = {
    "google/flan-t5-large": "0613663d0d48ea86ba8cb3d7a44f0f65dc596a2a"
}
"""Tested commits of text encoders. Of another text encoder the newest commit is used."""

_TEXT_ENCODER_FILES: Final = ("config.json", "tokenizer.json", "tokenizer_config.json")
_OPTIONAL_TEXT_ENCODER_FILES: Final = ("special_tokens_map.json", "spiece.model")


def _list_files(model: RemoteRepository, folder: Path) -> list[RemoteFile]:
    """Return the model's files, and the config and tokenizer of the text encoder that it names."""
    name = read_architecture(folder).text_encoder_name
    text_encoder = look_up(name, _TEXT_ENCODER_REVISIONS.get(name, "main"))
    optional = [path for path in _OPTIONAL_TEXT_ENCODER_FILES if path in text_encoder.siblings]
    return [
        *(model.file(path) for path in (CONFIG_FILE, MODEL_FILE, VAE_FILE)),
        *(
            text_encoder.file(path, f"{TEXT_ENCODER_FOLDER}/{path}")
            for path in (*_TEXT_ENCODER_FILES, *optional)
        ),
    ]


RELEASE: Final = Release(
    repository="declare-lab/TangoFlux",
    revision="367005e963cb3a9fb2e03a46104d7de23e34ceea",
    first_file=CONFIG_FILE,
    list_files=_list_files,
)
"""The release, at the commit that public scripts of its users name."""
