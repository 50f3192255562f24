"""The form of docstrings: ruff's D401 checks the verb, this checks what it leaves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("backend", "envsound_server", "bench")
NO_VERB = re.compile(r"(What|Who|Whether|Nothing)\b")


def first_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and text of the first line of each docstring in a file."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, documented) and (docstring := ast.get_docstring(node)):
            yield getattr(node, "lineno", 1), docstring.partition("\n")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_first_lines_say_one_thing_in_the_usual_form(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for number, line in first_lines(path)
        if NO_VERB.match(line) or ";" in line
    ]
    assert wrong == []
