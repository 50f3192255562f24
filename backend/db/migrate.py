"""The migration of the tables, up or down."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event, text

from backend.db import sqlite
from backend.db.engine import open_engine

MIGRATIONS_DIR = Path(__file__).parent / "migrations"

_LOCK_KEY = 7_930_000
"""Any number that no other user of the same PostgreSQL database locks."""


def migrate(url: URL, revision: str = "head") -> None:
    """Migrate the tables to `revision`. Blocks while another process migrates.

    Args:
        url: The database's URL.
        revision: An Alembic revision, up or down. `base` drops every table.
    """
    engine = open_engine(url, has_limits=False)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", sqlite.suspend_foreign_keys)
    try:
        with engine.execution_options(immediate=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})"))
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS_DIR).replace("%", "%%"))
            config.attributes["connection"] = connection
            step = command.upgrade if _is_ahead(config, connection, revision) else command.downgrade
            step(config, revision)
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration left rows that refer to missing rows")
    finally:
        engine.dispose()


def _is_ahead(config: Config, connection: Connection, revision: str) -> bool:
    """Return True if that revision comes after the database's own."""
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    later = {script.revision for script in scripts.iterate_revisions("head", current or "base")}
    return revision == "head" or revision in later
