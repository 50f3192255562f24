"""The sidecar: a gRPC server that turns prompts into finished environment sounds."""

import os

# NumPy's OpenBLAS reads this when it is loaded. Its threads spin while they wait for each other: on
# a busy machine the small products of loudness and DSP took ten times as long with them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
