"""Peak memory of one sound: `python -m bench.stable_audio_memory diffusers|ours FORMAT FOLDER`.

Each side runs in its own process, because the peak of a process never falls. Prints bytes.
"""

import sys
from pathlib import Path

import torch

from bench.processes import own_peak_bytes
from bench.stable_audio_sides import Diffusers, Ours

_DURATION_SECONDS = 10.0


def main(side: str, number_format: str, folder: str) -> None:
    """Load the model, generate a clip, and print the peak."""
    if side == "diffusers":
        Diffusers(Path(folder), getattr(torch, number_format)).clip(_DURATION_SECONDS)
    else:
        Ours(Path(folder), number_format).clip(_DURATION_SECONDS)
    print(own_peak_bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
