"""How Alembic runs here: foreign keys off while tables are rebuilt, and checked afterwards."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text

from engine.foundation.columns import UtcDateTime
from engine.foundation.schema import whole_metadata
from engine.foundation.tx import lock_number


def render(kind: str, item: object, context_: AutogenContext) -> str | Literal[False]:
    """Our own types by their short names in a new version's file."""
    if kind == "type" and isinstance(item, UtcDateTime):
        context_.imports.add("from engine.foundation.columns import UtcDateTime")
        return "UtcDateTime()"
    return False


def run(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # SQLite rebuilds a table to change it; with foreign keys on, its children would be deleted.
        connection.execute(text("PRAGMA foreign_keys=OFF"))
    else:
        # Several programs that start at once migrate one after the other.
        connection.execute(text(f"SELECT pg_advisory_lock({lock_number('migrations', 0)})"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=whole_metadata(),
        render_as_batch=True,
        render_item=render,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if broken:
            raise RuntimeError(f"the migration left rows without their parents: {broken[:5]}")


opened = context.config.attributes.get("connection")
if opened is None:
    raise RuntimeError("no database was named: use `peerloom`, which names it")
run(opened)
