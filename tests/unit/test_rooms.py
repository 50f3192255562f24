"""The rule of each room, tried with an import that it forbids."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "envsound_server/scheduling/ticket.py": "import grpc",
    "envsound_server/scheduling/scheduler.py": "import ray",
    "envsound_server/engines/procedural/engine.py": "import torch",
    "envsound_server/storage/store.py": "from envsound_server.scheduling import ticket",
    "envsound_server/telemetry/metrics.py": "from envsound_server.domain import request",
    "envsound_server/domain/request.py": "from envsound.v1 import envsound_service_pb2",
    "backend/jobs/worker.py": "import grpc",
    "backend/sounds/read.py": "import fastapi",
    "backend/api/tags.py": "import sqlalchemy",
    "backend/sidecar/client.py": "from envsound_server import errors",
    "backend/files/tags.py": "from backend.db import models",
    "backend/access/api_keys.py": "from backend.jobs import queue",
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the import rules say of a copy of the project with one bad import in each file."""
    copy = tmp_path_factory.mktemp("rooms")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("backend", "envsound_server"):
        shutil.copytree(ROOT / package, copy / package)
    shutil.copytree(ROOT / "protos" / "envsound", copy / "envsound")
    for file, statement in FORBIDDEN.items():
        with (copy / file).open("a") as stream:
            stream.write(f"\n{statement}\n")
    command = (
        "import sys; sys.path.insert(0, '.'); "
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("file", FORBIDDEN)
def test_refuses_an_import_of_another_room(file: str, printed: str) -> None:
    importer = file.removesuffix(".py").replace("/", ".")
    statement = FORBIDDEN[file].split()
    imported = statement[1] if statement[0] == "import" else f"{statement[1]}.{statement[3]}"
    assert f"{importer} -> {imported}" in printed


def test_a_folder_has_few_entries() -> None:
    ignored = {"__init__.py", "py.typed", "__pycache__"}
    for package, most in (("backend", 16), ("envsound_server", 11)):
        entries = {path.name for path in (ROOT / package).iterdir()} - ignored
        assert len(entries) <= most, sorted(entries)


def test_a_migration_imports_only_pure_functions_of_the_application() -> None:
    """import-linter leaves these files out, since their names are no identifiers.

    A stored key has to equal what the application computes, so `backend.db.texts` is shared.
    """
    migrations = sorted((ROOT / "backend/db/migrations/versions").glob("*.py"))
    assert len(migrations) > 1
    imported = {
        (file.name, name)
        for file in migrations
        for node in ast.walk(ast.parse(file.read_text()))
        for name in imported_names(node)
    }
    packages = ("backend", "envsound_server", "envsound")
    ours = {found for found in imported if found[1].split(".")[0] in packages}
    assert {found for found in ours if not found[1].startswith("backend.db.texts.")} == set()
    pure = [
        name
        for file in (ROOT / "backend/db/texts").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in imported_names(node)
    ]
    assert [name for name in pure if name.startswith(("sqlalchemy", "backend.db.models"))] == []


def imported_names(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports, a relative one as this package's."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["backend" if node.level else str(node.module)]
    return []
