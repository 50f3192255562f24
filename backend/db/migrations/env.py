"""Alembic's environment: runs on the connection that `backend.db.migrate.migrate` hands over."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, inspect, text

from backend.db.models import Base


def _is_compared(_object: object, name: str | None, kind: str, *_: object) -> bool:
    # These exist on PostgreSQL only, in words that a model cannot say for both.
    return not (kind == "index" and name is not None and _POSTGRESQL_ONLY in name)


_POSTGRESQL_ONLY = "_pg_"


@contextmanager
def _ids_never_given_again(connection: Connection) -> Iterator[None]:
    """Keep the counters of SQLite's AUTOINCREMENT over migrations that copy a table.

    A copy counts on from its highest row, so the id of a row that was last and is deleted would be
    given to another row.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    before = _counters(connection)
    yield
    after = _counters(connection)
    for table in before.keys() & set(inspect(connection).get_table_names()):
        if after.get(table, 0) >= before[table]:
            continue
        values = {"name": table, "seq": before[table]}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
        connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), values)


def _counters(connection: Connection) -> dict[str, int]:
    if not inspect(connection).has_table("sqlite_sequence"):
        return {}
    found = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq for row in found}


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    compare_server_default=True,
    include_object=_is_compared,
)

with (
    context.begin_transaction(),
    _ids_never_given_again(context.config.attributes["connection"]),
):
    context.run_migrations()
