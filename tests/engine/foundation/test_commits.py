"""Group commit, and what the door does when a caller, a loop or the engine goes away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Integer, text

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine, Ran
from engine.foundation.registry import long_question
from engine.foundation.sqlite import BATCH_LIMIT, LONG_READERS, SqliteDatabase
from engine.foundation.tx import ReadTx, Tx
from tests.engine.foundation.happenings import NotWanted, count_up, counted

Service = Callable[[Tx, str], int]


@pytest.fixture
def lone_engine(tmp_path: Path, empty_database: Path, clock: FrozenClock) -> Engine:
    """One that the test closes itself."""
    path = tmp_path / "engine.sqlite"
    path.write_bytes(empty_database.read_bytes())
    return Engine(path, clock)


@pytest.fixture
async def one_writer(lone_engine: Engine) -> AsyncIterator[Engine]:
    """SQLite's: one writer, whom a service can hold up."""
    yield lone_engine
    await lone_engine.close()


class Gate:
    """A service that holds the writer until the test lets it go on."""

    def __init__(self) -> None:
        self.is_reached = threading.Event()
        self.may_go_on = threading.Event()

    def wait(self, tx: Tx, command: object) -> None:
        self.is_reached.set()
        if not self.may_go_on.wait(10):
            raise TimeoutError


async def test_commands_that_wait_together_share_a_commit(one_writer: Engine) -> None:
    gate = Gate()
    holding = asyncio.create_task(one_writer.run(gate.wait, None))
    await asyncio.to_thread(gate.is_reached.wait, 10)
    waiting = [asyncio.create_task(one_writer.run(count_up, "a")) for _ in range(BATCH_LIMIT + 10)]
    await asyncio.sleep(0)
    gate.may_go_on.set()
    results = await asyncio.gather(*waiting)
    await holding
    assert sorted(results) == list(range(1, BATCH_LIMIT + 11))
    assert one_writer.commands_done == BATCH_LIMIT + 11
    assert isinstance(one_writer.database, SqliteDatabase)
    assert one_writer.database.writer.commits == 3  # the gate's, a full batch, the ten behind it


async def together(engine: Engine, *services: Service) -> list[object]:
    """What became of commands that share one transaction."""
    gate = Gate()
    holding = asyncio.create_task(engine.run(gate.wait, None))
    await asyncio.to_thread(gate.is_reached.wait, 10)
    waiting = [asyncio.create_task(engine.run(service, "a")) for service in services]
    await asyncio.sleep(0)
    gate.may_go_on.set()
    await holding
    return await asyncio.gather(*waiting, return_exceptions=True)


@pytest.mark.parametrize("fault", [NotWanted, RuntimeError])
async def test_what_fails_after_a_change_is_undone_alone(
    one_writer: Engine, fault: type[Exception]
) -> None:
    def change_and_fail(tx: Tx, name: str) -> int:
        count_up(tx, name)
        raise fault

    first, failed, last = await together(one_writer, count_up, change_and_fail, count_up)
    assert isinstance(failed, fault)
    assert (first, last) == (1, 2)
    assert await one_writer.read(counted, "a") == 2


async def test_what_fails_before_it_changed_anything_has_nobody_run_again(
    one_writer: Engine,
) -> None:
    runs: list[str] = []

    def look(tx: Tx, name: str) -> int:
        runs.append(name)
        return count_up(tx, name)

    def refuse(tx: Tx, name: str) -> int:
        raise NotWanted

    assert isinstance((await together(one_writer, look, refuse, look))[1], NotWanted)
    assert (runs, await one_writer.read(counted, "a")) == (["a", "a"], 2)


# Counting so far takes a while, and reads no table.
COUNT_UP_TO = text(
    "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < :most) "
    "SELECT count(*) AS count FROM up"
).columns(count=Integer)


@long_question
def count_long(tx: ReadTx, most: int) -> int:
    return int(tx.query(COUNT_UP_TO, most=most)[0].count)


async def test_while_a_long_question_is_answered_the_loop_goes_on(one_writer: Engine) -> None:
    asked = asyncio.create_task(one_writer.read(count_long, 400_000))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0)
        turns += 1
    assert await asked == 400_000
    assert turns > 100  # a question answered in the loop itself leaves it a handful


async def test_whoever_stops_waiting_for_a_long_question_leaves_the_next_one_in_peace(
    one_writer: Engine,
) -> None:
    for _ in range(2 * LONG_READERS):
        leaving = asyncio.create_task(one_writer.read(count_long, 100_000))
        for _ in range(20):
            await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
    assert await one_writer.read(count_long, 7) == 7


async def test_a_caller_that_goes_away_harms_nobody(one_writer: Engine) -> None:
    gate = Gate()
    holding = asyncio.create_task(one_writer.run(gate.wait, None))
    await asyncio.to_thread(gate.is_reached.wait, 10)
    leaving = asyncio.create_task(one_writer.run(count_up, "a", key="k"))
    staying = asyncio.create_task(one_writer.run(count_up, "a"))
    await asyncio.sleep(0)
    leaving.cancel()
    gate.may_go_on.set()
    assert await staying == 2
    await holding
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert await one_writer.run(count_up, "a", key="k") == 1
    assert await one_writer.read(counted, "a") == 2


def test_a_loop_that_closed_meanwhile_does_not_stop_the_writer(lone_engine: Engine) -> None:
    gate = Gate()

    async def leave() -> None:
        held = asyncio.ensure_future(lone_engine.run(gate.wait, None))
        await asyncio.to_thread(gate.is_reached.wait, 10)
        held.cancel()

    async def count() -> int:
        return await lone_engine.run(count_up, "a")

    asyncio.run(leave())
    gate.may_go_on.set()
    assert asyncio.run(count()) == 1
    asyncio.run(lone_engine.close())


async def test_a_stop_iteration_reaches_its_caller(engine: Engine) -> None:
    def exhausted(tx: Tx, command: object) -> None:
        next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        async with asyncio.timeout(10):
            await engine.run(exhausted, None)
    assert await engine.run(count_up, "a") == 1


async def test_a_closed_engine_says_so(lone_engine: Engine) -> None:
    await lone_engine.run(count_up, "a")
    await lone_engine.close()
    with pytest.raises(RuntimeError, match="closed"):
        async with asyncio.timeout(10):
            await lone_engine.run(count_up, "a")


async def test_what_waits_when_the_engine_closes_is_still_done(lone_engine: Engine) -> None:
    waiting = [asyncio.create_task(lone_engine.run(count_up, "a")) for _ in range(30)]
    await asyncio.sleep(0)
    await lone_engine.close()
    assert sorted(await asyncio.gather(*waiting)) == list(range(1, 31))


async def test_a_read_sees_one_moment_only(engine: Engine) -> None:
    is_read, may_read_on = threading.Event(), threading.Event()

    def read_twice(tx: ReadTx, name: str) -> tuple[int, int]:
        first = counted(tx, name)
        is_read.set()
        if not may_read_on.wait(10):
            raise TimeoutError
        return first, counted(tx, name)

    await engine.run(count_up, "a")
    # A question waits in its own event loop's thread, so it is asked from another one.
    second = Engine(engine.address, engine.clock)

    async def ask() -> tuple[int, int]:
        try:
            return await second.read(read_twice, "a")
        finally:
            await second.close()

    asking = asyncio.create_task(asyncio.to_thread(lambda: asyncio.run(ask())))
    await asyncio.to_thread(is_read.wait, 10)
    assert await engine.run(count_up, "a") == 2
    may_read_on.set()
    assert await asking == (1, 1)
    assert await engine.read(counted, "a") == 2


async def test_whoever_watches_hears_of_results_and_refusals(engine: Engine) -> None:
    def refuse(tx: Tx, command: object) -> None:
        raise NotWanted

    heard: list[Ran] = []
    engine.on_command = heard.append
    await engine.run(count_up, "a", key="k")
    with pytest.raises(NotWanted):
        await engine.run(refuse, None)
    assert heard == [
        Ran("count_up", "k", "int", is_refusal=False),
        Ran("refuse", None, "tests.not_wanted", is_refusal=True),
    ]


def pragmas(tx: ReadTx, query: object) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
    found = {}
    for name in names:
        tx._cursor.execute(f"PRAGMA {name}")
        found[name] = tx._cursor.fetchall()[0][0]
    return found


async def test_every_connection_keeps_what_is_committed(
    one_writer: Engine,
) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: an answered command is on the disk
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 30_000,
    }
    assert await one_writer.run(pragmas, None) == expected
    assert await one_writer.read(pragmas, None) == expected
