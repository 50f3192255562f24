"""One real stack that receives hostile input, watched all the while.

`HOSTILE_EXAMPLES` is the number of generated inputs of each test (`make hostile` takes more, and
other ones at each run).
"""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from support.hostile.watch import Watch
from support.processes import Stack, running_stack

_EXAMPLES = os.environ.get("HOSTILE_EXAMPLES")
_MAX_GROWTH_MIB = 250.0
_MAX_STALL_SECONDS = 2.0

_log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)

settings.register_profile(
    "hostile",
    max_examples=int(_EXAMPLES or 60),
    deadline=None,
    database=None,
    # The suite that gates a change has the same inputs each time.
    derandomize=_EXAMPLES is None,
    phases=[Phase.generate] if _EXAMPLES is None else [Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("hostile")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Yield a stack on SQLite, with the real procedural engine beside the test engines."""
    with running_stack(
        tmp_path_factory.mktemp("hostile"),
        RATE_LIMIT_REQUESTS="off",
        RATE_LIMIT_GENERATE="off",
        UPLOAD_MAX_MEGABYTES="20",
        OMP_NUM_THREADS="1",
    ) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def watch(stack: Stack) -> Iterator[Watch]:
    """Watch the stack during a module, and check at its end that it has stayed well."""
    with Watch(stack.url, *stack.pids) as watching:
        yield watching
    _log.info(
        "health: %d checks, p50 %.1f ms, p99 %.1f ms; grown %.0f MiB",
        len(watching.seconds),
        1000 * watching.percentile_seconds(50),
        1000 * watching.percentile_seconds(99),
        watching.grown_mib,
    )
    assert watching.failures == []
    assert watching.percentile_seconds(99) < _MAX_STALL_SECONDS
    assert watching.grown_mib < _MAX_GROWTH_MIB
    assert "Traceback" not in stack.logs()
