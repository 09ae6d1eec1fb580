"""An engine on a real database, both kinds in turn, with a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))


@pytest.fixture
async def engine(address: Path | str, clock: FrozenClock) -> AsyncIterator[Engine]:
    opened = Engine(address, clock)
    yield opened
    await opened.close()
