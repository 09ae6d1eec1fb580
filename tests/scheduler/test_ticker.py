"""The ticker: works what is due, outlives what goes wrong, and ticks by itself."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.jobs import ATTEMPTS
from engine.foundation.schema import create_schema
from scheduler.ticker import Ticker
from tests.engine.foundation.happenings import Chore, Plan, counted, jobs_called, plan


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ticker") / "empty.sqlite"
    create_schema(path)
    return path


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2027, 3, 4, 9, 0, 1, tzinfo=UTC))


@pytest.fixture
async def engine(schema: Path, tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    path = tmp_path / "engine.sqlite"
    shutil.copy(schema, path)
    opened = Engine(path, clock)
    yield opened
    await opened.close()


class Announcers:
    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


async def states(engine: Engine, name: str) -> list[str]:
    return [row.state for row in await engine.read(jobs_called, name)]


async def test_a_tick_works_all_that_is_due_and_wakes_the_announcers(
    engine: Engine, clock: FrozenClock
) -> None:
    announcers = Announcers()
    ticker = Ticker(engine, announcers.wake)
    for slot in range(45):  # more than one claim takes
        await engine.run(plan, Plan(Chore("sweep"), clock.now(), str(slot)))
    await engine.run(plan, Plan(Chore("later"), clock.now() + timedelta(seconds=1), "later"))
    await ticker.tick()
    assert await engine.read(counted, "sweep") == 45
    assert await engine.read(counted, "later") == 0
    assert announcers.woken == 3
    assert ticker.worked >= 45
    assert not ticker.is_at_work


async def test_recurring_jobs_are_planned_and_worked_once_per_slot(
    engine: Engine, clock: FrozenClock
) -> None:
    ticker = Ticker(engine, Announcers().wake)
    for _ in range(4 * 60 + 1):
        await ticker.tick()
        clock.advance(minutes=1)
    assert await engine.read(counted, "hourly") == 4
    assert await states(engine, "hourly") == ["done"] * 4 + ["due"]


async def test_a_refusal_and_a_fault_leave_the_others_standing(
    engine: Engine, clock: FrozenClock
) -> None:
    ticker = Ticker(engine, Announcers().wake)
    for slot, chore in enumerate([Chore("no", "refused"), Chore("bad", "fault"), Chore("good")]):
        await engine.run(plan, Plan(chore, clock.now(), str(slot)))
    await ticker.tick()
    assert await states(engine, "no") == ["done"]
    assert await states(engine, "bad") == ["due"]
    assert await states(engine, "good") == ["done"]
    for _ in range(ATTEMPTS):
        clock.advance(minutes=5)
        await ticker.tick()
    assert await states(engine, "bad") == ["dead"]
    assert await engine.read(counted, "bad") == 0


async def test_two_tickers_work_each_job_once(engine: Engine, clock: FrozenClock) -> None:
    announcers = Announcers()
    first, second = Ticker(engine, announcers.wake), Ticker(engine, announcers.wake)
    for slot in range(30):
        await engine.run(plan, Plan(Chore("sweep"), clock.now(), str(slot)))
    await asyncio.gather(first.tick(), second.tick(), first.tick())
    assert await engine.read(counted, "sweep") == 30


async def test_it_ticks_by_itself_until_it_is_stopped(engine: Engine, clock: FrozenClock) -> None:
    is_worked = asyncio.Event()
    ticker = Ticker(engine, is_worked.set)
    await engine.run(plan, Plan(Chore("sweep"), clock.now()))
    ticker.start()
    async with asyncio.timeout(10):
        await is_worked.wait()
    ticker.stop()
    ticker.stop()
    assert await engine.read(counted, "sweep") == 1


async def test_stopping_what_never_started_is_no_fault(engine: Engine) -> None:
    Ticker(engine, Announcers().wake).stop()
    assert engine.commands_under_way == 0
