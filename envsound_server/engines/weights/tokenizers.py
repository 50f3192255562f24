"""The tokenizer of a checkpoint's text encoder, from its folder alone."""

from collections.abc import Sequence
from pathlib import Path

from transformers import PreTrainedTokenizerBase

from envsound_server.engines.weights.files import REMEDY, require_file
from envsound_server.errors import WeightsMissing


def load_tokenizer(
    folder: Path,
    files: Sequence[str],
    kind: type[PreTrainedTokenizerBase],
    family: str,
    vocabulary_size: int,
) -> PreTrainedTokenizerBase:
    """Return the tokenizer.

    Args:
        folder: Folder of the checkpoint.
        files: Files of the tokenizer, below the folder. The first one is named in errors.
        kind: Class of the tokenizer.
        family: Name of the family for messages: `T5`.
        vocabulary_size: Number of tokens that the text encoder supports.

    Raises:
        WeightsMissing: It is missing, damaged, or of another text encoder.
    """
    for name in files:
        require_file(folder, name)
    try:
        tokenizer: PreTrainedTokenizerBase = kind.from_pretrained(
            (folder / files[0]).parent, local_files_only=True
        )
    except Exception:  # the tokenizers library raises bare exceptions for damaged files
        raise WeightsMissing(f"{files[0]} is not a {family} tokenizer; {REMEDY}") from None
    if len(tokenizer) > vocabulary_size:
        raise WeightsMissing(
            f"{files[0]} has {len(tokenizer)} tokens, and the text encoder supports "
            f"{vocabulary_size}; {REMEDY}"
        )
    return tokenizer
