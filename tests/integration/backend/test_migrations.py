from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, inspect

from backend.db import MIGRATIONS_DIR, migrate


@pytest.fixture
def url(tmp_path: Path) -> URL:
    return URL.create("sqlite", database=str(tmp_path / "sounds.db"))


def tables(url: URL) -> set[str]:
    engine = create_engine(url.set(drivername="sqlite"))
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names - {"alembic_version"}


def test_the_migrations_go_up_and_down(url: URL) -> None:
    migrate(url)
    assert tables(url) == {"environment_sounds"}
    migrate(url)
    migrate(url, "base")
    assert tables(url) == set()
    migrate(url)
    assert tables(url) == {"environment_sounds"}


def test_the_migrations_make_what_the_models_say(url: URL) -> None:
    migrate(url)
    engine = create_engine(url.set(drivername="sqlite"))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS_DIR))
        config.attributes["connection"] = connection
        command.check(config)  # raises where they differ
    engine.dispose()


def test_processes_that_start_at_once_do_not_disturb_each_other(url: URL) -> None:
    # Alembic's context is one per process, so each has to be its own.
    import subprocess
    import sys

    code = (
        "import sys; from sqlalchemy import make_url; from backend.db import migrate;"
        "migrate(make_url(sys.argv[1]))"
    )
    command_line = [sys.executable, "-c", code, url.render_as_string()]
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(subprocess.run, command_line, capture_output=True) for _ in range(3)]
    assert [run.result().returncode for run in runs] == [0, 0, 0]
    assert tables(url) == {"environment_sounds"}
