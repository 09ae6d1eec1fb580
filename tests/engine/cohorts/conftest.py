"""What the tests of buying a cohort with a code or a scholarship begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.foundation.door import Engine
from tests.engine.cohorts.counting import Counter, counter


@pytest.fixture
async def market(engine: Engine, address: Path | str) -> Counter:
    return await counter(engine, address)
