"""All that a database holds, as text: to show that something is not in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from engine.foundation.schema import with_connection


def everything_in(address: Path | str) -> str:
    def read(connection: Connection) -> str:
        names = inspect(connection).get_table_names()
        rows = [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names]  # noqa: S608
        return repr(rows)

    return with_connection(address, read)
