"""The tags of a sound file: the recipe of a generated sound, and the title.

The sidecar writes the recipe as JSON into a chunk `envs` of a WAV file, a comment `ENVSOUND` of a
FLAC or Ogg file, or a frame `TXXX:ENVSOUND` of an MP3 file. Beside it is the label of generated
content (`AIGC`, GB 45438-2025). `backend.decoding` reads them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The generation settings of a sound of this product, and its licence.

    The first fields are as in `Sound` of the wire contract, the last five as in its `License`. An
    older file has none of the last six. A value that no sound can have is left out.
    """

    name: str = ""
    prompt: str = ""
    negative_prompt: str = ""
    category: str = ""
    engine: str = ""
    model_revision: str = ""
    seed: int | None = None
    steps: int = 0
    cfg_scale: float = 0.0
    loop: bool = False
    notes: tuple[str, ...] = ()
    source_file: str = ""
    license_name: str = ""
    commercial_use: str = ""
    revenue_limit_usd: int = 0
    attribution: str = ""
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class FileTags:
    """The tags of a file.

    Attributes:
        title: The title as one line, or empty.
        recipe: The recipe, or None for a file of another origin.
        is_labelled_generated: True for a file with a label of generated content.
    """

    title: str = ""
    recipe: Recipe | None = None
    is_labelled_generated: bool = False
