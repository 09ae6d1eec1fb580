"""The command of answering an item that passes a quiz: points, streak, tokens in the ledger, an
event and its deliveries, 32 callers, durable commits, on both databases.

On SQLite beside its floor: the recorded statements and parameters of the same commands, SAVEPOINT
and RELEASE included, rows fetched, on an identical fresh file by one thread with a COMMIT for every
32; rounds of both in turn.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.answering import Community, settle, settle_at
from benchmarks.bench_door import Trace, record
from benchmarks.reporting import Promise, options, tell
from engine.foundation.clock import Clock
from engine.foundation.door import Engine
from engine.foundation.schema import create_schema
from engine.foundation.sqlite import connect
from engine.quizzes.commands import SubmitResponse
from engine.quizzes.service import submit_response
from tests.postgresql import running_server

LEARNERS = 1_000
CALLERS = 32
SINGLE = 150  # commands of one caller alone
ROUNDS = 5
PROMISES = (
    Promise(("sqlite", "per_second"), 2_000),
    Promise(("sqlite", "ratio_to_floor"), 0.35),
    Promise(("postgres", "per_second"), 400),
)


@dataclass(frozen=True)
class Round:
    per_second: float
    p99_ms: float
    cpu_us: float
    single_per_second: float


async def without_the_last(community: Community) -> tuple[Community, list[SubmitResponse]]:
    """Everybody has answered all items but one; the answers that are left pass the quiz."""
    engine = Engine(community.address, community.clock)
    answers = community.answers
    leading, last = answers[: -len(community.people)], answers[-len(community.people) :]
    per_learner: dict[int, list[SubmitResponse]] = {}
    for answer in leading:
        per_learner.setdefault(answer.person_id, []).append(answer)

    async def answer_all(mine: list[SubmitResponse]) -> None:
        for answer in mine:
            await engine.run(submit_response, answer)

    await asyncio.gather(*(answer_all(mine) for mine in per_learner.values()))
    await engine.close()
    return replace(community, answers=last), last


async def measure(address: Path | str, clock: Clock, answers: list[SubmitResponse]) -> Round:
    engine = Engine(address, clock)
    alone, together = answers[:SINGLE], list(enumerate(answers[SINGLE:]))
    took: list[float] = []

    async def call(number: int, answer: SubmitResponse) -> None:
        began = time.perf_counter()
        finished = (await engine.run(submit_response, answer, key=f"call:{number}")).finished
        took.append(time.perf_counter() - began)
        if finished is None or not finished.rewarded.tokens:
            raise RuntimeError("an answer passed no quiz: the figures would mean nothing")

    async def caller() -> None:
        while together:
            number, answer = together.pop()
            await call(number, answer)

    try:
        began = time.perf_counter()
        for number, answer in enumerate(alone, start=len(answers)):
            await call(number, answer)
        single = len(alone) / (time.perf_counter() - began)
        took.clear()
        count, began, cpu = len(together), time.perf_counter(), time.process_time()
        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    finally:
        await engine.close()
    p99 = sorted(took)[int(len(took) * 0.99)]
    return Round(count / seconds, p99 * 1e3, cpu / count * 1e6, single)


def floor(path: Path, traces: list[Trace]) -> tuple[float, float]:
    """(commands a second, CPU in microseconds for each)."""
    connection: sqlite3.Connection = connect(path)
    cursor = connection.cursor()
    began, cpu = time.perf_counter(), time.process_time()
    for number, trace in enumerate(traces):
        if number % CALLERS == 0:
            cursor.execute("BEGIN IMMEDIATE")
        for sql, parameters in trace:
            cursor.execute(sql, parameters)
            if cursor.description is not None:
                cursor.fetchall()
        if number % CALLERS == CALLERS - 1:
            cursor.execute("COMMIT")
    if connection.in_transaction:
        cursor.execute("COMMIT")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    connection.close()
    return len(traces) / seconds, cpu / len(traces) * 1e6


async def on_sqlite(folder: Path) -> dict[str, Any]:
    community, answers = await without_the_last(await settle(folder, LEARNERS))
    checkpoint = connect(folder / "community.sqlite")
    checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    checkpoint.close()
    traces, _ = await asyncio.to_thread(record, community)
    ours, floors = [], []
    for _ in range(ROUNDS):
        ours.append(await measure(community.copy("ours.sqlite"), community.clock, answers))
        floors.append(await asyncio.to_thread(floor, community.copy("floor.sqlite"), traces))
    ratios = [mine.per_second / least for mine, (least, _) in zip(ours, floors, strict=True)]
    return {
        "sqlite": {
            **summed_up(ours),
            "floor_per_second": round(statistics.median(rate for rate, _ in floors)),
            "ratio_to_floor": round(statistics.median(ratios), 3),
        },
        "statements_per_command": round(statistics.mean(map(len, traces)), 1),
        "cpu_us": {
            "command": round(statistics.median(mine.cpu_us for mine in ours)),
            "floor": round(statistics.median(cpu for _, cpu in floors)),
        },
    }


async def on_postgresql() -> dict[str, Any]:
    with running_server(is_durable=True) as server:
        first = server.new_database()
        await asyncio.to_thread(create_schema, first)
        community, answers = await without_the_last(await settle_at(first, LEARNERS))
        rounds = []
        for _ in range(ROUNDS):
            copy = server.new_database(server.name_of(first))
            rounds.append(await measure(copy, community.clock, answers))
            server.drop(copy)
    return {"postgres": summed_up(rounds)}


def summed_up(rounds: list[Round]) -> dict[str, float]:
    return {
        "per_second": round(statistics.median(one.per_second for one in rounds)),
        "p99_ms": round(statistics.median(one.p99_ms for one in rounds), 1),
        "cpu_us": round(statistics.median(one.cpu_us for one in rounds)),
        "single_per_second": round(statistics.median(one.single_per_second for one in rounds)),
    }


async def main() -> int:
    given = options("Answers that pass a quiz, commands a second on both databases.")
    with tempfile.TemporaryDirectory() as folder:
        report = await on_sqlite(Path(folder))
    report.update(await on_postgresql())
    report["callers"] = CALLERS
    return tell(report, PROMISES, given)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
