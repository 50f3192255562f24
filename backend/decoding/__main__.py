"""The process: it limits itself, decodes one file, and writes one JSON object.

The object has the properties of the file, or `refused` with a sentence, or `errno` of the disk, or
`failed` with the cause for the log.
"""

import json
import os
import resource
import signal
import sys
from typing import Any

_NICENESS = 5


def _limit(memory_bytes: int, cpu_seconds: int, wall_seconds: int, file_bytes: int) -> None:
    """Limit this process, before it touches a byte of the file."""
    for kind, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        highest = resource.getrlimit(kind)[1]
        allowed = limit if highest == resource.RLIM_INFINITY else min(limit, highest)
        resource.setrlimit(kind, (allowed, allowed))
    # The server answers others meanwhile.
    os.nice(_NICENESS)
    # It ends even if its parent is killed meanwhile.
    signal.alarm(wall_seconds)


def main() -> None:
    """Decode the file that the arguments name, and write the reply."""
    job = json.loads(sys.argv[1])
    _limit(**job["limits"])
    sys.stdout.write(json.dumps(_reply(job)))


def _reply(job: dict[str, Any]) -> dict[str, Any]:
    # Imported here, under the limits.
    from backend.decoding.sound import examine
    from backend.decoding.source import Refused, Source

    try:
        return examine(Source(job["source"]), job["repaired"], job["max_seconds"])
    except Refused as refused:
        return {"refused": str(refused)}
    except OSError as error:
        return {"errno": error.errno}
    except Exception as error:
        # The file has found a defect of a parser, or the memory is used up.
        return {"failed": f"{type(error).__name__}: {error}"[:500]}


if __name__ == "__main__":
    main()
