"""The entry point that runs all benchmarks: `python -m bench`."""

import os
import subprocess
import sys
from importlib.util import find_spec

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run(module: str, **environment: str) -> None:
    """Run a benchmark in its own process, because libraries read their thread count at import."""
    subprocess.run([sys.executable, "-m", module], env={**os.environ, **environment}, check=True)


run("bench.stack", **_ONE_THREAD)
run("bench.procedural_speed", **_ONE_THREAD)
run("bench.prompt_reading", **_ONE_THREAD)
if find_spec("torch") and find_spec("tangoflux"):
    run("bench.stable_audio_speed")
    run("bench.tangoflux_speed")
else:
    print("skipped the models: they are not installed (make install-models)")
