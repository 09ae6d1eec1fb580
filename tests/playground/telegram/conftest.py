"""Fixtures: a clock, a store, a world, its address, and a plain client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from playground.store import Store
from playground.telegram import TelegramWorld
from tests.playground.telegram.harness import HandClock, RawClient, make_world, served


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def world(clock: HandClock) -> TelegramWorld:
    return make_world(Store(None), clock)


@pytest.fixture
async def url(world: TelegramWorld) -> AsyncIterator[str]:
    async with served(world) as address:
        yield address


@pytest.fixture
async def client(url: str) -> AsyncIterator[RawClient]:
    async with aiohttp.ClientSession() as session:
        yield RawClient(url, session)
