"""The database file: made and migrated, kept by one program at a time, backed up and restored."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import asyncpg
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import ProgrammingError

import migrations
from engine.foundation.schema import with_connection

R = TypeVar("R")
_VERSION = text("SELECT version_num FROM alembic_version")
NO_RIGHT = "42501"  # PostgreSQL's SQLSTATE


class OutOfReach(Exception):
    """The database server does not answer or does not know us; `args[0]` says what to do."""


class InUse(Exception):
    """Another program holds the data folder; `args[0]` says what to do."""


class NoFile(Exception):
    """The database is not a file; `args[0]` says what to do instead."""


class BadBackup(Exception):
    """The file is no sound backup; `args[0]` says why."""


def migrate(address: Path | str, version: str = "head") -> None:
    """Brings the database to that version; a file is made if there is none.

    Raises OutOfReach.
    """
    if isinstance(address, Path):
        address.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(address.parent, 0o700)

    def change(connection: Connection) -> None:
        # Alembic takes a tenth of the time that a program starts in, and seldom has work to do.
        from peerloom import migrating

        migrating.upgrade(connection, version)

    if version == "head" and len(set(version_of(address))) == 1:
        return
    try:
        _ask(address, change)
    except ProgrammingError as fault:
        if getattr(fault.orig, "sqlstate", None) != NO_RIGHT:
            raise
        raise OutOfReach(
            "the tables are not of the newest version, and this role may not change them: run "
            "`peerloom database share ROLE` with the address of their owner"
        ) from fault


def go_back(address: Path | str, version: str) -> None:
    """Undoes migrations down to this version ("base": all of them), with what is in the tables."""

    def change(connection: Connection) -> None:
        from peerloom import migrating

        migrating.downgrade(connection, version)

    _ask(address, change)


def exists(address: Path | str) -> bool:
    """Whether `migrate` was there before. Raises OutOfReach."""
    if isinstance(address, Path):
        return address.is_file()
    return version_of(address)[0] is not None


def version_of(address: Path | str) -> tuple[str | None, str]:
    """(the database's version, the newest version). Raises OutOfReach."""

    def look(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(_VERSION).scalar()
        return found

    # A version's file is named after it; that the last name is the newest version is tested.
    versions = Path(migrations.__file__).parent / "versions"
    newest = max(file.name for file in versions.glob("[0-9]*.py")).partition("_")[0]
    return _ask(address, look), newest


def _ask(address: Path | str, work: Callable[[Connection], R]) -> R:
    try:
        return with_connection(address, work)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        if isinstance(address, Path):
            raise
        raise OutOfReach(
            "PostgreSQL does not let us in: is PEERLOOM_DATABASE right, and does the server run? "
            f"({type(fault).__name__})"
        ) from fault


@contextmanager
def held(folder: Path, address: Path | str) -> Iterator[None]:
    """Keeps other programs away from a file: SQLite has one writer here. Raises InUse."""
    if not isinstance(address, Path):
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise InUse(
                f"another peerloom is at work in {folder}: stop it first, or give another "
                "folder with --data"
            ) from taken
        yield


def back_up(source: Path, target: Path) -> int:
    """A sound copy while the program goes on; its size in bytes. Raises FileExistsError."""
    if target.exists():
        raise FileExistsError(f"{target} is there already: name a new file")
    # Read-only, so that a mistyped folder does not become an empty database.
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as reading:
        partial = target.with_name(target.name + ".partial")
        # Made for its owner alone before there is anything in it.
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        writing = sqlite3.connect(partial)
        try:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode=DELETE")
        finally:
            writing.close()
    reading.close()
    check(partial)
    partial.rename(target)
    return target.stat().st_size


def restore(backup: Path, path: Path) -> Path | None:
    """Puts a backup in place; what was there is kept beside it. Raises BadBackup.

    The path of what was there, or None.
    """
    check(backup)
    path.parent.mkdir(parents=True, exist_ok=True)
    former = None
    if path.exists():
        former = _free_name(path)
        # What the write-ahead log still holds belongs to the former database.
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        path.rename(former)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with sqlite3.connect(f"file:{backup}?mode=ro", uri=True) as reading:
        path.touch(mode=0o600)
        writing = sqlite3.connect(path)
        reading.backup(writing)
        writing.close()
    reading.close()
    return former


def file_of(address: Path | str) -> Path:
    """For what is done to a file. Raises NoFile."""
    if isinstance(address, Path):
        return address
    raise NoFile(
        "this database is kept by a PostgreSQL server: back it up and restore it with its own "
        "pg_dump and pg_restore"
    )


def check(path: Path) -> None:
    """Raises BadBackup unless the file is a whole database of ours."""
    if not path.is_file():
        raise BadBackup(f"{path} is not there")
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            word = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as fault:
        raise BadBackup(f"{path} is no Peerloom database: {fault}") from fault
    if word != "ok":
        raise BadBackup(f"{path} is damaged: {word}")


def _free_name(path: Path) -> Path:
    for number in range(1, 1000):
        candidate = path.with_name(f"{path.stem}.before-restore-{number}{path.suffix}")
        if not candidate.exists():
            return candidate
    raise BadBackup(f"too many former databases beside {path}: remove some")
