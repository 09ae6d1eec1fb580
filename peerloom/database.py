"""The database file: made and migrated, kept by one program at a time, backed up and restored."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import migrations
from engine.foundation.sqlite import PRAGMAS


class InUse(Exception):
    """Another program holds the data folder; `args[0]` says what to do."""


class BadBackup(Exception):
    """The file is no sound backup; `args[0]` says why."""


def migrate(path: Path) -> None:
    """Brings the file to the newest version, making it if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(path.parent, 0o700)
    command.upgrade(_config(path), "head")


def version_of(path: Path) -> tuple[str | None, str | None]:
    """(the file's version, the newest version)."""
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return current, ScriptDirectory.from_config(_config(path)).get_current_head()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps other programs out of the data folder: SQLite has one writer here. Raises InUse."""
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


def _config(path: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}")
    config.attributes["pragmas"] = PRAGMAS
    return config
