"""All that a database holds, as text: to show that something is not in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def everything_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names]  # noqa: S608
    return repr(rows)
