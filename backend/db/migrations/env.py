"""Alembic's environment: runs on the connection that `backend.db.database.migrate` hands over."""

from alembic import context

from backend.db.models import Base


def _is_compared(_object: object, name: str | None, kind: str, *_: object) -> bool:
    # These exist on PostgreSQL only, in words that a model cannot say for both.
    return not (kind == "index" and name is not None and _POSTGRESQL_ONLY in name)


_POSTGRESQL_ONLY = "_pg_"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    compare_server_default=True,
    include_object=_is_compared,
)

with context.begin_transaction():
    context.run_migrations()
