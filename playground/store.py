"""The playground's memory: JSON records in one SQLite file, so that chats survive a restart."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any


class Store:
    """Records by (kind, id). Writes are small and local; `path` None keeps all in memory."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._prefix = ""
        self._connection = sqlite3.connect(
            str(path) if path else ":memory:", check_same_thread=False, isolation_level=None
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS record("
            "kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, id))"
        )
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS file("
            "id TEXT PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL)"
        )

    def part(self, name: str) -> Store:
        """The same file seen by one platform: its kinds of record are its own, files are shared."""
        part = object.__new__(Store)
        part._lock, part._connection = self._lock, self._connection
        part._prefix = f"{self._prefix}{name}."
        return part

    def put(self, kind: str, id: str | int, body: Any) -> None:
        with self._lock:
            self._connection.execute(
                "INSERT INTO record VALUES(?,?,?)"
                " ON CONFLICT(kind,id) DO UPDATE SET body=excluded.body",
                (self._prefix + kind, str(id), json.dumps(body, ensure_ascii=False)),
            )

    def get(self, kind: str, id: str | int) -> Any | None:
        with self._lock:
            row = self._connection.execute(
                "SELECT body FROM record WHERE kind=? AND id=?", (self._prefix + kind, str(id))
            ).fetchone()
        return json.loads(row[0]) if row else None

    def all(self, kind: str) -> dict[str, Any]:
        """Every record of a kind, in the order they were first put."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, body FROM record WHERE kind=? ORDER BY rowid", (self._prefix + kind,)
            ).fetchall()
        return {id: json.loads(body) for id, body in rows}

    def delete(self, kind: str, id: str | int) -> None:
        with self._lock:
            self._connection.execute(
                "DELETE FROM record WHERE kind=? AND id=?", (self._prefix + kind, str(id))
            )

    def put_file(self, id: str, name: str, content: bytes) -> None:
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO file VALUES(?,?,?)", (id, name, content)
            )

    def get_file(self, id: str) -> tuple[str, bytes] | None:
        with self._lock:
            row = self._connection.execute(
                "SELECT name, content FROM file WHERE id=?", (id,)
            ).fetchone()
        return (row[0], row[1]) if row else None

    def back_up(self, path: Path) -> None:
        """A whole copy of the file, while it is in use."""
        target = sqlite3.connect(str(path))
        with self._lock:
            self._connection.backup(target)
        target.close()

    def close(self) -> None:
        with self._lock:
            self._connection.close()
