"""A small world for each test of the control interface."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.playground.small_world import SmallWorld, small_world


@pytest.fixture
async def world() -> AsyncIterator[SmallWorld]:
    async with small_world() as running:
        yield running
