import os
from pathlib import Path

import pytest
from sqlalchemy import make_url

from backend.upkeep.database_dumps import dump


def test_the_password_goes_by_the_environment_and_not_by_the_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for pg_dump says what it was given; the container's test has the real one."""
    told = tmp_path / "told"
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$PGPASSWORD" "$@" > {told}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    dump(make_url("postgresql+psycopg://me:pass%2Fword@db:5433/sounds"), tmp_path / "file")
    password, *arguments = told.read_text().splitlines()
    assert password == "pass/word"
    assert "--dbname=postgresql://me@db:5433/sounds" in arguments
