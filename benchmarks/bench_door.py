"""Commands a second through the door, and what each layer of it costs.

The command is the real answer to a quiz item; every fifth one ends a quiz: points, streak, tokens
in the ledger, an event and its deliveries. Its statements are recorded once; then the whole
command, and its statements alone through `tx.query`, through SQLAlchemy's `connection.execute` and
on a bare cursor, run in turn: the same writer, group commit, savepoints and `synchronous=FULL` for
all four.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql import Executable

from benchmarks.answering import Community, rate, settle
from engine.foundation.clock import Clock
from engine.foundation.compiled import CompiledStatement, StatementCache
from engine.foundation.door import Engine
from engine.foundation.sqlite import Work, Writer, connect
from engine.foundation.tx import Tx
from engine.quizzes.service import submit_response

LEARNERS = 300
ROUNDS = 5
CALLS = {1: 250, 32: 5 * LEARNERS, 200: 5 * LEARNERS}
Trace = list[tuple[str, tuple[Any, ...]]]
Calls = list[tuple[Executable, dict[str, Any]]]


class Recording:
    """A cursor that notes what it is given."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.trace: Trace = []

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> None:
        self.trace.append((sql, parameters))
        self._cursor.execute(sql, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class RecordingStatements(StatementCache):
    """Notes which statement was run with which values."""

    def __init__(self) -> None:
        super().__init__(sqlite_dialect(paramstyle="qmark"))
        self.calls: Calls = []

    def get(self, statement: Executable) -> CompiledStatement:
        compiled = super().get(statement)
        calls = self.calls

        class Noting(CompiledStatement):
            def __init__(self) -> None:
                self.rows = compiled.rows  # type: ignore[method-assign]

            def execute(self, cursor: Any, values: dict[str, Any]) -> None:
                calls.append((statement, dict(values)))
                compiled.execute(cursor, values)

        return Noting()


class BareWriter(Writer):
    """Replays recorded statements: the least that Python and SQLite can do it with."""

    def __init__(self, path: Path, clock: Clock, traces: list[Trace]) -> None:
        super().__init__(path, clock)
        self._traces = traces

    def _run_one(self, cursor: sqlite3.Cursor, work: Work, *, with_savepoint: bool = True) -> None:
        for sql, parameters in self._traces[work.command]:
            cursor.execute(sql, parameters)
            if cursor.description is not None:
                cursor.fetchall()
        work.outcome = (True, None)


class CoreCursor:
    """The writer's cursor, with the outcome of what SQLAlchemy ran beside it."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.execute = cursor.execute
        self.result: Any = None

    @property
    def rowcount(self) -> int:
        return int(self.result.rowcount)


class CoreStatement(CompiledStatement):
    """A constant run through `connection.execute`, as SQLAlchemy is usually called."""

    def __init__(self, statement: Executable, connection: Connection) -> None:
        self._statement = statement
        self._connection = connection

    def execute(self, cursor: Any, values: dict[str, Any]) -> None:
        cursor.result = self._connection.execute(self._statement, values)

    def rows(self, cursor: Any) -> list[Any]:
        return list(cursor.result.fetchall()) if cursor.result.returns_rows else []


class CoreStatements(StatementCache):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, CoreStatement] = {}

    def get(self, statement: Executable) -> CompiledStatement:
        found = self._known.get(id(statement))
        if found is None:
            found = self._known[id(statement)] = CoreStatement(statement, self._connection)
        return found


class CoreWriter(Writer):
    """The door's writer with SQLAlchemy between it and the driver."""

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(path, clock)
        core = create_engine("sqlite://", creator=lambda: self._connection, poolclass=StaticPool)
        self._statements = CoreStatements(core.connect())

    def _run_one(self, cursor: Any, work: Work, *, with_savepoint: bool = True) -> None:
        super()._run_one(CoreCursor(cursor), work, with_savepoint=with_savepoint)  # type: ignore[arg-type]


def record(community: Community) -> tuple[list[Trace], list[Calls]]:
    """The statements of each answer, in order, as the driver got them and as `tx` got them."""
    writer = Writer(community.copy("recording.sqlite"), community.clock)
    connection = writer._connection
    connection.execute("BEGIN IMMEDIATE")
    known: dict[int, Any] = {}
    traces, calls = [], []
    loop = asyncio.new_event_loop()
    for number, answer in enumerate(community.answers):
        recording = Recording(connection.cursor())
        writer._statements = statements = RecordingStatements()
        statements._compiled = known
        work = Work(submit_response, answer, f"call:{number}", loop.create_future(), loop)
        # The door leaves savepoints out until it needs them; what is replayed holds them.
        writer._run_one(recording, work, with_savepoint=True)  # type: ignore[arg-type]
        if not work.outcome[0]:
            raise RuntimeError("an answer was refused: the figures would mean nothing")
        traces.append(recording.trace)
        calls.append(statements.calls)
    connection.execute("ROLLBACK")
    connection.close()
    loop.close()
    return traces, calls


class Contest:
    """The four ways, measured in turn."""

    def __init__(self, community: Community, traces: list[Trace], calls: list[Calls]) -> None:
        self._community = community
        self._traces = traces
        self._calls = calls

    async def command(self, callers: int) -> float:
        return await self._measure(callers, Writer, submit_response)

    async def query(self, callers: int) -> float:
        return await self._measure(callers, Writer, self._replay)

    async def core(self, callers: int) -> float:
        return await self._measure(callers, CoreWriter, self._replay)

    async def bare(self, callers: int) -> float:
        def writer(path: Path, clock: Clock) -> Writer:
            return BareWriter(path, clock, self._traces)

        return await self._measure(callers, writer, self._replay)

    def _replay(self, tx: Tx, number: int) -> None:
        for statement, values in self._calls[number]:
            tx.query(statement, **values)

    async def _measure(
        self, callers: int, make: Callable[[Path, Clock], Writer], service: Any
    ) -> float:
        engine = Engine(self._community.copy("contest.sqlite"), self._community.clock)
        engine.database.writer.stop()
        engine.database.writer = make(engine.address, engine.clock)
        engine.database.writer.start()
        answers = self._community.answers

        async def call(number: int) -> None:
            if service is submit_response:
                await engine.run(service, answers[number], key=f"call:{number}")
            else:  # the key's own statements are among the recorded ones
                await engine.run(service, number)

        try:
            return await rate(CALLS[callers], callers, call)
        finally:
            await engine.close()


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        community = await settle(Path(folder), LEARNERS)
        traces, calls = await asyncio.to_thread(record, community)
        whole = sum(map(len, calls))
        synchronous = connect(community.address).execute("PRAGMA synchronous").fetchone()[0]
        print(
            f"answers to quiz items, {whole / len(traces):.1f} statements each on average "
            f"(mid-quiz {len(calls[0])}, the last one {len(calls[-1])}); "
            f"synchronous={synchronous} (2 is FULL), medians of {ROUNDS} rounds"
        )
        contest = Contest(community, traces, calls)
        print("        | whole     | its statements alone, commands/s           | tx.query against")
        print("callers | command/s | tx.query | SQLAlchemy Core | bare cursor |   Core |  bare")
        for callers in CALLS:
            command, query, core, bare = await rounds(contest, callers)
            print(
                f"{callers:7} | {command:9,.0f} | {query:8,.0f} | {core:15,.0f} | {bare:11,.0f} "
                f"| {query / core:5.1f}x | {query / bare:5.0%}"
            )


async def rounds(contest: Contest, callers: int) -> list[float]:
    """Medians; interleaved, so that whatever else the machine does meets all four."""
    ways = (contest.command, contest.query, contest.core, contest.bare)
    measured = [[await way(callers) for way in ways] for _ in range(ROUNDS)]
    return [statistics.median(rates) for rates in zip(*measured, strict=True)]


if __name__ == "__main__":
    asyncio.run(main())
