"""Peak memory of one sound: `python -m bench.tangoflux_memory upstream|ours FORMAT FOLDER DEVICE`.

Each side runs in its own process, because the peak of a process never falls. Prints bytes: of the
device where that is a GPU, else of the process.
"""

import sys
from pathlib import Path

import torch

from bench.processes import own_peak_bytes
from bench.tangoflux_ours import Ours
from bench.tangoflux_upstream import Upstream

_DURATION_SECONDS = 10.0


def main(side: str, number_format: str, folder: str, device_name: str) -> None:
    """Load the model, run two steps, decode, and print the peak."""
    device = torch.device(device_name)
    if side == "upstream":
        upstream = Upstream(Path(folder), device)
        upstream.decode(upstream.sample("rain", 2, _DURATION_SECONDS))
    else:
        ours = Ours(Path(folder), device, number_format)
        ours.step_seconds(1, 2)
        ours.decode_seconds(_DURATION_SECONDS)
    if device.type == "cuda":
        print(torch.cuda.max_memory_allocated(device))
    else:
        print(own_peak_bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
