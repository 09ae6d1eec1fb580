"""The database file: migrated to what the code means, backed up while in use, restored."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from engine.foundation.door import Engine
from engine.foundation.schema import create_schema, with_connection
from peerloom.database import (
    BadBackup,
    InUse,
    NoFile,
    OutOfReach,
    back_up,
    check,
    file_of,
    go_back,
    held,
    migrate,
    restore,
    version_of,
)
from peerloom.migrating import scripts
from tests.engine.foundation.happenings import count_up, counted
from tests.postgresql import PostgresServer


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "data" / "peerloom.sqlite"
    migrate(path)
    return path


@pytest.fixture
def path(tmp_path: Path, migrated: Path) -> Path:
    copied = tmp_path / "peerloom.sqlite"
    copied.write_bytes(migrated.read_bytes())
    return copied


def schema_of(path: Path) -> dict[tuple[str, str], object]:
    """Everything in the file's schema by kind and name; a table as the set of its parts."""
    database = sqlite3.connect(path)
    rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found: dict[tuple[str, str], object] = {}
    for kind, name, sql in rows:
        if name != "alembic_version":
            found[kind, name] = parts(sql) if kind == "table" else plain(sql)
    database.close()
    return found


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def size_and_mode(path: Path) -> tuple[int, int]:
    return path.stat().st_size, stat.S_IMODE(path.stat().st_mode)


def plain(sql: str) -> str:
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.replace('"', "").split()))


def parts(sql: str) -> frozenset[str]:
    """A table's columns and constraints, in whatever order."""
    head, _, body = plain(sql).partition("(")
    found, depth, part = {head}, 0, ""
    for letter in body.rsplit(")", 1)[0]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            found.add(part.strip())
            part = ""
        else:
            part += letter
    return frozenset({*found, part.strip()})


def test_the_migrations_make_exactly_what_the_code_means(tmp_path: Path, migrated: Path) -> None:
    meant = tmp_path / "meant.sqlite"
    create_schema(meant)
    made, wanted = schema_of(migrated), schema_of(meant)
    assert sorted(made) == sorted(wanted)
    differing = {name: (made[name], wanted[name]) for name in wanted if made[name] != wanted[name]}
    assert differing == {}


def tables_in(address: Path | str) -> set[str]:
    return set(with_connection(address, lambda found: inspect(found).get_table_names()))


def columns_in(address: Path | str) -> dict[str, dict[str, tuple[str, bool]]]:
    """By table and name: type and whether it may be empty."""

    def look(connection: Connection) -> dict[str, dict[str, tuple[str, bool]]]:
        inspector = inspect(connection)
        return {
            table: {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            }
            for table in inspector.get_table_names()
            if table != "alembic_version"
        }

    return with_connection(address, look)


def functions_in(address: str) -> set[str]:
    names = text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    return with_connection(address, lambda found: set(found.execute(names).scalars()))


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield tmp_path / "new.sqlite"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    address = server.new_database()
    yield address
    server.drop(address)


def test_every_step_of_the_stairway_leads_up_and_down_and_up_again(nowhere: Path | str) -> None:
    versions = list(reversed(list(scripts().walk_revisions())))
    assert len(versions) >= 2
    without_tables = {"0009", "0010", "0013"}  # PostgreSQL's posting anew; columns alone
    for step in versions:
        migrate(nowhere, step.revision)
        there = columns_in(nowhere)
        go_back(nowhere, step.down_revision or "base")
        before = columns_in(nowhere).keys()
        assert before == there.keys() if step.revision in without_tables else before < there.keys()
        migrate(nowhere, step.revision)
        assert columns_in(nowhere) == there
    go_back(nowhere, "base")
    assert tables_in(nowhere) == {"alembic_version"}
    if isinstance(nowhere, str):
        assert functions_in(nowhere) == set()


def test_a_database_without_tables_has_no_version(nowhere: Path | str) -> None:
    assert version_of(nowhere)[0] is None
    migrate(nowhere, "0001")
    assert version_of(nowhere)[0] == "0001"
    migrate(nowhere)
    assert version_of(nowhere)[0] == scripts().get_current_head()


def test_the_migrations_make_on_a_server_what_the_code_means(
    postgres_server: PostgresServer, postgres_template: str
) -> None:
    migrated = postgres_server.new_database()
    meant = postgres_server.address(postgres_template)
    migrate(migrated)
    assert columns_in(migrated) == columns_in(meant)
    assert functions_in(migrated) == functions_in(meant) != set()
    for kind in ("pg_indexes", "pg_trigger", "pg_constraint"):
        assert described(migrated, kind) == described(meant, kind)


DESCRIBED = {
    "pg_indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "pg_trigger": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "pg_constraint": "SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
}


def described(address: str, kind: str) -> list[str]:
    def look(connection: Connection) -> list[str]:
        found = connection.execute(text(DESCRIBED[kind])).scalars()
        return sorted(line for line in found if "alembic_version" not in line)

    return with_connection(address, look)


def test_a_server_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="PEERLOOM_DATABASE"):
        migrate(f"postgresql://nobody@/none?host={tmp_path}")


def test_a_database_on_a_server_is_no_file_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(NoFile, match="pg_dump"):
        file_of("postgresql://host/name")
    assert file_of(tmp_path) == tmp_path


def test_migrating_again_changes_nothing(path: Path) -> None:
    before = schema_of(path)
    migrate(path)
    assert schema_of(path) == before
    current, newest = version_of(path)
    assert current == newest == scripts().get_current_head()


def test_the_data_folder_is_its_owners_alone(migrated: Path) -> None:
    assert stat.S_IMODE(migrated.parent.stat().st_mode) == 0o700


async def test_a_backup_made_while_the_program_writes_is_whole(tmp_path: Path, path: Path) -> None:
    engine = Engine(path)
    is_done = asyncio.Event()
    done = 0

    async def keep_writing() -> None:
        nonlocal done
        while not is_done.is_set():
            done = await engine.run(count_up, "a")

    writers = [asyncio.create_task(keep_writing()) for _ in range(4)]
    copies = []
    for number in range(3):
        before = await engine.run(count_up, "a")
        target = tmp_path / f"backup-{number}.sqlite"
        size = await asyncio.to_thread(back_up, path, target)
        copies.append((target, size, before, await engine.run(count_up, "a")))
    is_done.set()
    await asyncio.gather(*writers)
    await engine.close()
    for target, size, before, after in copies:
        assert (size, 0o600) == size_and_mode(target)
        check(target)
        opened = Engine(target)
        assert before <= await opened.read(counted, "a") <= after
        await opened.close()
    assert [file.name for file in files_in(tmp_path) if file.suffix == ".partial"] == []


async def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(
    tmp_path: Path, path: Path
) -> None:
    engine = Engine(path)
    await engine.run(count_up, "a", key="k1")
    back_up(path, tmp_path / "backup.sqlite")
    for _ in range(5):
        await engine.run(count_up, "a")
    await engine.close()
    former = restore(tmp_path / "backup.sqlite", path)
    assert former is not None
    assert size_and_mode(path)[1] == 0o600
    restored, kept = Engine(path), Engine(former)
    assert await restored.read(counted, "a") == 1
    assert await restored.run(count_up, "a", key="k1") == 1
    assert await restored.run(count_up, "a") == 2
    assert await kept.read(counted, "a") == 6
    await restored.close()
    await kept.close()
    assert schema_of(path) == schema_of(former)


async def test_what_a_killed_program_left_in_its_log_is_kept_too(
    tmp_path: Path, path: Path
) -> None:
    back_up(path, tmp_path / "backup.sqlite")
    killed = tmp_path / "killed"
    killed.mkdir()
    engine = Engine(path)
    await engine.run(count_up, "a")
    for suffix in ("", "-wal", "-shm"):
        name = path.name + suffix
        (killed / name).write_bytes((path.parent / name).read_bytes())
    await engine.close()
    former = restore(tmp_path / "backup.sqlite", killed / path.name)
    assert former is not None
    opened = Engine(former)
    assert await opened.read(counted, "a") == 1
    await opened.close()


def test_a_restore_where_nothing_was_makes_the_folder(tmp_path: Path, path: Path) -> None:
    back_up(path, tmp_path / "backup.sqlite")
    assert restore(tmp_path / "backup.sqlite", tmp_path / "new" / "peerloom.sqlite") is None
    assert schema_of(tmp_path / "new" / "peerloom.sqlite") == schema_of(path)


def test_a_backup_never_overwrites(tmp_path: Path, path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(FileExistsError, match="new file"):
        back_up(path, target)
    assert target.read_text(encoding="utf-8") == "precious"


def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path: Path, path: Path) -> None:
    before = path.read_bytes()
    foreign = tmp_path / "foreign.sqlite"
    database = sqlite3.connect(foreign)
    database.execute("CREATE TABLE t (x)")
    database.close()
    text = tmp_path / "letter.txt"
    text.write_text("Dear friend, " * 500, encoding="utf-8")
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(before[:8192] + b"\xff" * 8192 + before[16384:])
    for bad in (foreign, text, damaged, tmp_path / "missing.sqlite"):
        with pytest.raises(BadBackup, match=re.escape(str(bad))):
            restore(bad, path)
    assert path.read_bytes() == before


def test_a_mistyped_folder_does_not_become_an_empty_database(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        back_up(tmp_path / "no" / "peerloom.sqlite", tmp_path / "backup.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_one_program_at_a_time_holds_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "peerloom.sqlite"
    with held(tmp_path, path), pytest.raises(InUse, match="--data"), held(tmp_path, path):
        pass
    with held(tmp_path, path):
        assert (tmp_path / "lock").exists()
