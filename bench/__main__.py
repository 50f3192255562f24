"""Runs every measurement: `python -m bench`."""

import os
import subprocess
import sys

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# Processes of their own: the libraries read their thread count once, when they are loaded.
for module in ("bench.stack", "bench.procedural_speed"):
    subprocess.run([sys.executable, "-m", module], env=os.environ | _ONE_THREAD, check=True)
