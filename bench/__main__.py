"""Runs every measurement: `python -m bench`."""

import os
import subprocess
import sys

from bench import stack

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

stack.main()
# A process of its own: the libraries read their thread count once, when they are loaded.
subprocess.run(
    [sys.executable, "-m", "bench.procedural_speed"], env=os.environ | _ONE_THREAD, check=True
)
