"""The databases that tests run on: a SQLite file of their own, a PostgreSQL database of their own.

`address` is a new database with all tables, on both databases in turn; `Engine` takes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from engine.foundation.schema import create_schema
from peerloom.database import migrate
from tests.memory import folder_in_memory
from tests.postgresql import PostgresServer, running_server

DATABASES = ("sqlite", "postgresql")


def pytest_configure() -> None:
    """`tmp_path` is in memory: a commit waits for no disk there. No test is timed, and no example
    of one: a machine may be busy."""
    settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("untimed")
    place = folder_in_memory()
    if place is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One for each process of the test run."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a database with all tables and no rows."""
    address = postgres_server.new_database()
    create_schema(address)
    return postgres_server.name_of(address)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    create_schema(path)
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> str:
    """The same, made by the migrations."""
    address = postgres_server.new_database()
    migrate(address)
    return postgres_server.name_of(address)


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows as the migrations make it, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "peerloom.sqlite"
    migrate(path)
    return path


@pytest.fixture(params=DATABASES)
def new_address(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Path | str]]:
    """Makes databases with all tables and no rows; they are gone after the test."""
    made: list[str] = []

    def sqlite() -> Path:
        path = tmp_path / f"engine-{len(list(tmp_path.iterdir()))}.sqlite"
        shutil.copy(request.getfixturevalue("empty_database"), path)
        return path

    def postgresql() -> str:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        made.append(server.new_database(request.getfixturevalue("postgres_template")))
        return made[-1]

    yield sqlite if request.param == "sqlite" else postgresql
    for address in made:
        request.getfixturevalue("postgres_server").drop(address)


@pytest.fixture
def postgres_address(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database with all tables and no rows; it is gone after the test. Where a file is
    about PostgreSQL alone, its `address` is this one."""
    address = postgres_server.new_database(postgres_template)
    yield address
    postgres_server.drop(address)


DatabaseCopies = Callable[[], AbstractContextManager[Path | str]]


@pytest.fixture(scope="session", params=DATABASES)
def database_copies(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> DatabaseCopies:
    """The same for what needs many in one test, as hypothesis does: each is gone when left."""

    @contextmanager
    def copy() -> Iterator[Path | str]:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("copy") / "engine.sqlite"
            shutil.copy(request.getfixturevalue("empty_database"), path)
            yield path
            shutil.rmtree(path.parent)
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            address = server.new_database(request.getfixturevalue("postgres_template"))
            yield address
            server.drop(address)

    return copy


@pytest.fixture
def address(new_address: Callable[[], Path | str]) -> Path | str:
    return new_address()
