"""Journals a second for 1, 32 and 200 callers, durable commits, on both databases, and the nightly
expiry of 100,000 lots.

A journal is one learner paying one educator. On SQLite it stands beside its floor: the recorded
statements and parameters of the same journals on an identical fresh file by one thread on a bare
cursor, as many a COMMIT as there are callers, rows fetched. On PostgreSQL it stands beside a
minimal transfer in one stored function (two balances, one row) on the same server and the same
driver. Rounds of all in turn.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.bench_door import Recording, Trace
from benchmarks.bookkeeping import (
    EDUCATORS,
    LOTS,
    PEOPLE,
    Books,
    expiring_books,
    open_books,
    payment,
)
from benchmarks.reporting import Promise, options, tell
from engine.foundation.clock import Clock
from engine.foundation.door import Engine
from engine.foundation.schema import create_schema
from engine.foundation.sqlite import Work, Writer, connect
from engine.wallet.commands import Journal
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.service import post_journal
from tests.postgresql import PostgresServer, running_server

ROUNDS = 5
CALLS = {1: 300, 32: 4_000, 200: 6_000}
CONNECTIONS = 20  # of the floor on PostgreSQL, as many as the door has
TRANSFER = (
    "CREATE TABLE purse (id bigint PRIMARY KEY, held bigint NOT NULL CHECK (held >= 0))",
    "CREATE TABLE moved (id bigserial PRIMARY KEY, key text UNIQUE NOT NULL, "
    "giver bigint NOT NULL, taker bigint NOT NULL, amount bigint NOT NULL CHECK (amount > 0))",
    """
    CREATE FUNCTION move(of_key text, of_giver bigint, of_taker bigint, of_amount bigint)
    RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE made bigint;
    BEGIN
        PERFORM 1 FROM purse WHERE id IN (of_giver, of_taker) ORDER BY id FOR UPDATE;
        INSERT INTO moved (key, giver, taker, amount)
            VALUES (of_key, of_giver, of_taker, of_amount) RETURNING id INTO made;
        UPDATE purse SET held = held - of_amount WHERE id = of_giver;
        UPDATE purse SET held = held + of_amount WHERE id = of_taker;
        RETURN made;
    END $$
    """,
)
PROMISES = (
    Promise(("sqlite", "32", "per_second"), 4_000),
    Promise(("sqlite", "32", "p99_ms"), 50, is_least=False),
    Promise(("sqlite", "32", "ratio_to_floor"), 0.40),
    Promise(("sqlite", "hot_ratio"), 0.7),
    Promise(("postgres", "32", "per_second"), 1_000),
    Promise(("postgres", "hot_ratio"), 0.7),
    Promise(("bulk_per_second",), 5_000),
)


@dataclass(frozen=True)
class Run:
    per_second: float
    p99_ms: float
    cpu_us: float


async def drive(callers: int, calls: list[Callable[[], Awaitable[object]]]) -> Run:
    """`callers` at once, each making the next call once it has its answer."""
    took: list[float] = []
    waiting = iter(calls)

    async def caller() -> None:
        for call in waiting:
            began = time.perf_counter()
            await call()
            took.append(time.perf_counter() - began)

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(caller() for _ in range(callers)))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    p99 = sorted(took)[int(len(took) * 0.99)]
    return Run(len(calls) / seconds, p99 * 1e3, cpu / len(calls) * 1e6)


async def ours(address: Path | str, clock: Clock, callers: int, journals: list[Journal]) -> Run:
    engine = Engine(address, clock)

    def posting(journal: Journal) -> Callable[[], Awaitable[object]]:
        return lambda: engine.run(post_journal, journal)

    try:
        # Connections and prepared statements are there before anybody looks at the clock.
        warm = journals[: 2 * CONNECTIONS]
        await drive(min(callers, CONNECTIONS), [posting(journal) for journal in warm])
        return await drive(callers, [posting(journal) for journal in journals[len(warm) :]])
    finally:
        await engine.close()


def record(path: Path, clock: Clock, journals: list[Journal]) -> list[Trace]:
    """The statements of each journal, as the driver gets them; nothing is kept."""
    writer = Writer(path, clock)
    connection = writer._connection
    connection.execute("BEGIN IMMEDIATE")
    loop = asyncio.new_event_loop()
    traces = []
    for journal in journals:
        recording = Recording(connection.cursor())
        work = Work(post_journal, journal, None, loop.create_future(), loop)
        writer._run_one(recording, work, with_savepoint=False)  # type: ignore[arg-type]
        if not work.outcome[0]:
            raise RuntimeError("a journal was refused: the figures would mean nothing")
        traces.append(recording.trace)
    connection.execute("ROLLBACK")
    connection.close()
    loop.close()
    return traces


def floor(path: Path, callers: int, traces: list[Trace]) -> float:
    """Journals a second on a bare cursor, one COMMIT for as many as there are callers."""
    connection: sqlite3.Connection = connect(path)
    cursor = connection.cursor()
    began = time.perf_counter()
    for number, trace in enumerate(traces):
        if number % callers == 0:
            cursor.execute("BEGIN IMMEDIATE")
        for sql, parameters in trace:
            cursor.execute(sql, parameters)
            if cursor.description is not None:
                cursor.fetchall()
        if number % callers == callers - 1:
            cursor.execute("COMMIT")
    if connection.in_transaction:
        cursor.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return len(traces) / seconds


def median(runs: list[Run]) -> dict[str, float]:
    return {
        "per_second": round(statistics.median(run.per_second for run in runs)),
        "p99_ms": round(statistics.median(run.p99_ms for run in runs), 1),
        "cpu_us": round(statistics.median(run.cpu_us for run in runs)),
    }


def middle_ratio(upper: list[float], lower: list[float]) -> float:
    return round(statistics.median(a / b for a, b in zip(upper, lower, strict=True)), 3)


def speeds(runs: list[Run]) -> list[float]:
    return [run.per_second for run in runs]


async def on_sqlite(folder: Path) -> dict[str, Any]:
    books = await open_books(folder / "books.sqlite")
    report: dict[str, Any] = {}
    spread_at_32: list[Run] = []
    for callers, calls in CALLS.items():
        journals = [payment(number) for number in range(calls)]
        traces = record(books.copy("recording.sqlite"), books.clock, journals)
        runs, floors = [], []
        for _ in range(ROUNDS):
            runs.append(await ours(books.copy("ours.sqlite"), books.clock, callers, journals))
            copy = books.copy("floor.sqlite")
            floors.append(await asyncio.to_thread(floor, copy, callers, traces))
        report[str(callers)] = {
            **median(runs),
            "floor_per_second": round(statistics.median(floors)),
            "ratio_to_floor": middle_ratio(speeds(runs), floors),
        }
        report["statements_per_journal"] = round(statistics.mean(map(len, traces)), 1)
    hot: list[Run] = []
    for _ in range(ROUNDS):
        for runs, is_hot in ((spread_at_32, False), (hot, True)):
            journals = [payment(number, is_hot=is_hot) for number in range(CALLS[32])]
            runs.append(await ours(books.copy("ours.sqlite"), books.clock, 32, journals))
    report["hot_ratio"] = middle_ratio(speeds(hot), speeds(spread_at_32))
    return report


async def on_postgresql(server: PostgresServer) -> dict[str, Any]:
    first = server.new_database()
    await asyncio.to_thread(create_schema, first)
    books = await open_books(first)
    report: dict[str, Any] = {}
    for callers, calls in CALLS.items():
        spread, hot, least = [], [], []
        for _ in range(ROUNDS):
            for runs, is_hot in ((spread, False), (hot, True)):
                if is_hot and callers != 32:
                    continue
                copy = server.new_database(server.name_of(first))
                journals = [payment(number, is_hot=is_hot) for number in range(calls)]
                runs.append(await ours(copy, books.clock, callers, journals))
                server.drop(copy)
            least.append((await transfers(server, callers, calls)).per_second)
        report[str(callers)] = {
            **median(spread),
            "floor_per_second": round(statistics.median(least)),
            "ratio_to_floor": middle_ratio(speeds(spread), least),
        }
        if hot:
            report["hot_ratio"] = middle_ratio(speeds(hot), speeds(spread))
            report["hot_per_second"] = median(hot)["per_second"]
    return report


async def transfers(server: PostgresServer, callers: int, calls: int) -> Run:
    """The least that a transfer can be there: a function, two balances, one row, one COMMIT."""
    address = server.new_database()
    pool = await asyncpg.create_pool(address, min_size=CONNECTIONS, max_size=CONNECTIONS)
    for statement in TRANSFER:
        await pool.execute(statement)
    await pool.execute(
        "INSERT INTO purse SELECT n, 1000000000 FROM generate_series(0, $1::int) AS n",
        PEOPLE + EDUCATORS,
    )

    def moving(number: int) -> Callable[[], Awaitable[object]]:
        giver, taker = number % PEOPLE, PEOPLE + number % EDUCATORS
        return lambda: pool.fetchval("SELECT move($1, $2, $3, 1)", f"pay:{number}", giver, taker)

    try:
        warm = 2 * CONNECTIONS
        await drive(min(callers, CONNECTIONS), [moving(number) for number in range(warm)])
        return await drive(callers, [moving(number) for number in range(warm, calls)])
    finally:
        await pool.close()
        server.drop(address)


async def expire(books: Books) -> float:
    """Lots a second, in the parts and transactions of the nightly job."""
    engine = Engine(books.address, books.clock)
    books.clock.advance(days=400)
    try:
        began, swept = time.perf_counter(), 0
        while more := await engine.run(sweep, Sweep()):
            swept += more
            books.clock.advance(seconds=1)
        seconds = time.perf_counter() - began
    finally:
        await engine.close()
    if swept != LOTS:
        raise RuntimeError(f"{swept} lots were swept, not {LOTS}")
    return swept / seconds


async def main() -> int:
    given = options("Journals a second on both databases, and the expiry of 100,000 lots.")
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, running_server(is_durable=True) as server:
        folder = Path(name)
        report["sqlite"] = await on_sqlite(folder)
        report["postgres"] = await on_postgresql(server)
        report["bulk_per_second"] = round(
            await expire(await expiring_books(folder / "expiring.sqlite"))
        )
        address = server.new_database()
        await asyncio.to_thread(create_schema, address)
        report["postgres"]["bulk_per_second"] = round(await expire(await expiring_books(address)))
    return tell(report, PROMISES, given)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
