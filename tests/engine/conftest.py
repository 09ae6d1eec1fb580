"""An engine on a real SQLite file with a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.schema import create_schema


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    create_schema(path)
    return path


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))


@pytest.fixture
async def engine(tmp_path: Path, empty_database: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    path = tmp_path / "engine.sqlite"
    shutil.copy(empty_database, path)
    opened = Engine(path, clock)
    yield opened
    await opened.close()
