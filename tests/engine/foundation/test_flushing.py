"""What a caller was told is on the disk, though many commands share one flush of the log."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.foundation import flushing
from engine.foundation.clock import SystemClock
from engine.foundation.door import Engine
from engine.foundation.postgresql import PostgresDatabase
from engine.foundation.schema import create_schema
from tests.engine.foundation.happenings import count_up, counted
from tests.postgresql import PostgresServer, running_server

CALLERS = 16
ANSWERS = 300  # before the server is killed


@pytest.fixture(scope="module")
def durable_server() -> Iterator[PostgresServer]:
    # The server's own writer keeps still: what is on the disk was asked for.
    still = {"wal_writer_delay": "10000", "wal_writer_flush_after": "1GB"}
    with running_server(is_durable=True, settings=still) as server:
        yield server


async def answered_until_killed(server: PostgresServer, address: str, seed: int) -> list[str]:
    """The names of the counters whose command was answered before the server was gone."""
    engine = Engine(address, SystemClock())
    draw = random.Random(seed)
    kill_after = ANSWERS + draw.randrange(ANSWERS)
    answered: list[str] = []
    is_killed = False

    async def caller(number: int) -> None:
        nonlocal is_killed
        turn = 0
        while not is_killed:
            name = f"caller {number} turn {turn}"
            turn += 1
            # What is not answered is not promised.
            with contextlib.suppress(Exception):
                await engine.run(count_up, name)
                answered.append(name)
            if len(answered) >= kill_after and not is_killed:
                is_killed = True
                server.kill()

    async with asyncio.timeout(60):
        await asyncio.gather(*(caller(number) for number in range(CALLERS)))
    with contextlib.suppress(Exception):
        await engine.close()
    return answered


async def missing_after(server: PostgresServer, folder: Path, seed: int) -> tuple[int, list[str]]:
    address = server.new_database()
    await asyncio.to_thread(create_schema, address)
    answered = await answered_until_killed(server, address, seed)
    server.kill_and_start()
    engine = Engine(address, SystemClock())
    try:
        missing = [name for name in answered if await engine.read(counted, name) != 1]
    finally:
        await engine.close()
    server.drop(address)
    return len(answered), missing


async def test_what_was_answered_outlives_a_killed_server(
    durable_server: PostgresServer, tmp_path: Path
) -> None:
    seed = random.randrange(1_000_000)
    print(f"PEERLOOM_SEED={seed}")
    answered, missing = await missing_after(durable_server, tmp_path, seed)
    assert answered >= ANSWERS
    assert missing == []


async def test_the_proof_can_fail(
    durable_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answered without the flush, what was answered last is gone with the server."""

    async def answer_at_once(flusher: flushing.Flusher, line: object) -> None:
        return None

    monkeypatch.setattr(flushing.Flusher, "flush", answer_at_once)
    _, missing = await missing_after(durable_server, tmp_path, 1)
    assert missing


async def test_a_flush_is_shared_and_one_alone_needs_none(
    durable_server: PostgresServer,
) -> None:
    address = durable_server.new_database()
    await asyncio.to_thread(create_schema, address)
    engine = Engine(address, SystemClock())
    assert isinstance(engine.database, PostgresDatabase)
    flusher = engine.database._flusher
    await engine.run(count_up, "alone")
    assert flusher.flushes == 0  # its own COMMIT waited for the disk
    await asyncio.gather(*(engine.run(count_up, f"together {n}") for n in range(200)))
    assert 0 < flusher.flushes < 200
    await engine.close()
    durable_server.drop(address)


async def test_a_flush_that_fails_leaves_no_answer_and_the_next_one_works(
    durable_server: PostgresServer,
) -> None:
    """The line of the flush is cut: the command under a key is asked again and was done once."""
    address = durable_server.new_database()
    await asyncio.to_thread(create_schema, address)
    engine = Engine(address, SystemClock())
    try:
        await asyncio.gather(*(engine.run(count_up, "warm") for _ in range(8)))
        durable_server.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE '%pg_logical_emit_message%' AND pid <> pg_backend_pid()"
        )
        counts = await asyncio.gather(
            *(engine.run(count_up, "cut", key=f"key:{number}") for number in range(8))
        )
        assert sorted(counts) == list(range(1, 9))
        assert await engine.read(counted, "cut") == 8
    finally:
        await engine.close()
        durable_server.drop(address)
