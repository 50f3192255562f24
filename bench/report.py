"""Reports of results as Markdown and JSON, with the conditions of the measurement."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def conditions() -> dict[str, str | int | float]:
    """Return the conditions of a measurement: date, machine, load and versions."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cpu": _cpu_name(),
        "cores": os.cpu_count() or 0,
        "load_average_before": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose first column is text and whose other columns are numbers."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in [head, rule, *rows])


def publish(file_name: str, title: str, text: str, results: dict[str, Any]) -> None:
    """Print the results and write them to results/FILE_NAME.md and .json."""
    results["conditions"]["load_average_after"] = round(os.getloadavg()[0], 2)
    measured_on = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in results["conditions"].items()
    )
    page = f"# {title}\n\n{text}\n\nConditions: {measured_on}.\n"
    print(page)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{file_name}.md").write_text(page)
    (RESULTS / f"{file_name}.json").write_text(json.dumps(results, indent=2) + "\n")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cells[0].ljust(widths[0])]
    padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return f"| {' | '.join(padded)} |"


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
