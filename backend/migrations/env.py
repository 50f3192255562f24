"""Alembic's environment: runs on the connection that `backend.db.migrate` hands over."""

from alembic import context

from backend.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    compare_server_default=True,
)

with context.begin_transaction():
    context.run_migrations()
