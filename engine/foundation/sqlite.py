"""SQLite: one writer thread with group commit, and an asynchronous pool that only reads."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from engine.foundation.clock import Clock
from engine.foundation.compiled import StatementCache
from engine.foundation.errors import EngineError
from engine.foundation.inbox import answer_of, remember
from engine.foundation.tx import ReadTx, Tx

R = TypeVar("R")
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Without it INSERT OR REPLACE walks past the ledger's append-only triggers.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=30000",
)
BATCH_LIMIT = 256  # commands per commit: bounds how long the first one waits for the last
READERS = 5
TRIES = 3  # of a command that met a passing fault
STATEMENTS_KEPT = 1_000  # prepared per connection; the driver's 128 are fewer than we have


@dataclass
class Work:
    """A command on its way to the writer. `outcome` is what the caller's future gets."""

    service: Callable[[Tx, Any], Any]
    command: Any
    key: str | None
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    outcome: tuple[bool, Any] = field(default=(False, None))

    def answer(self) -> None:
        # A loop that was closed meanwhile has nobody left to tell; the writer goes on.
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        if self.future.done():  # the caller went away
            return
        is_result, value = self.outcome
        if is_result:
            self.future.set_result(value)
        elif isinstance(value, StopIteration):
            # A future takes none, and its caller would wait for ever.
            fault = RuntimeError("a service let StopIteration out")
            fault.__cause__ = value
            self.future.set_exception(fault)
        else:
            self.future.set_exception(value)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that opens its transactions only when told to: the driver's own habit of
    opening none before a SELECT loses updates."""
    connection = sqlite3.connect(
        str(path),
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_KEPT,
    )
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def _passes(fault: object) -> bool:
    """Another program (a shell's import, a backup) held the file for longer than we wait."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF  # without the extension
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Writer(threading.Thread):
    """Takes the waiting commands, runs each in a savepoint, commits once, then answers them all."""

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(name="engine-writer", daemon=True)
        self._connection = connect(path)
        self._clock = clock
        self._statements = StatementCache(sqlite_dialect(paramstyle="qmark"))
        self._waiting: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._is_stopped = False
        self.commits = 0
        self.commands = 0

    def submit(self, work: Work) -> None:
        """Raises RuntimeError once the writer was stopped."""
        if self._is_stopped:
            raise RuntimeError("the engine is closed")
        self._waiting.put(work)

    def stop(self) -> None:
        """Finishes what waits, then closes the connection."""
        self._is_stopped = True
        self._waiting.put(None)
        self.join()

    def run(self) -> None:
        is_stopping = False
        while not is_stopping:
            first = self._waiting.get()
            if first is None:
                break
            batch = [first]
            while len(batch) < BATCH_LIMIT:
                try:
                    following = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    is_stopping = True
                    break
                batch.append(following)
            self._work(batch)
        self._connection.close()

    def _work(self, batch: list[Work]) -> None:
        if not self._try_batch(batch):
            # COMMIT failed, or a fault tore the transaction down: each command stands for itself,
            # and is tried again when the fault was a passing one.
            for work in batch:
                tries = 1
                while not self._try_batch([work]) and _passes(work.outcome[1]) and tries < TRIES:
                    tries += 1
        for work in batch:
            work.answer()

    def _try_batch(self, batch: list[Work]) -> bool:
        """True when all of it is committed; else nothing is, and each outcome holds the fault."""
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
            for work in batch:
                self._run_one(cursor, work)
                if not self._connection.in_transaction:
                    raise sqlite3.OperationalError("the transaction was ended by a command")
            cursor.execute("COMMIT")
        except Exception as fault:
            if self._connection.in_transaction:
                self._connection.rollback()
            for work in batch:
                work.outcome = (False, fault)
            return False
        self.commits += 1
        self.commands += len(batch)
        return True

    def _run_one(self, cursor: sqlite3.Cursor, work: Work) -> None:
        tx = Tx(cursor, self._statements, self._clock.now())
        if work.key is not None:
            known = answer_of(tx, work.key)
            if known is not None:
                work.outcome = known
                return
        cursor.execute("SAVEPOINT command")
        try:
            result = work.service(tx, work.command)
        except EngineError as refusal:
            cursor.execute("ROLLBACK TO command")
            work.outcome = (False, refusal)
        except Exception as fault:
            if not self._connection.in_transaction:
                raise
            cursor.execute("ROLLBACK TO command")
            work.outcome = (False, fault)
            cursor.execute("RELEASE command")
            return  # a fault is not remembered: the redelivery tries again
        else:
            work.outcome = (True, result)
        cursor.execute("RELEASE command")
        if work.key is not None:
            remember(tx, work.key, work.outcome[1])


class SqliteDatabase:
    """A file whose tables exist; this process is its only writer."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.writer = Writer(path, clock)
        self._reader = Reader(path, clock)
        self.writer.start()

    async def run(self, service: Callable[[Tx, Any], R], command: Any, key: str | None) -> R:
        loop = asyncio.get_running_loop()
        work = Work(service, command, key, loop.create_future(), loop)
        self.writer.submit(work)
        # Shielded: a caller that goes away must not leave a half-told answer behind.
        result: R = await asyncio.shield(work.future)
        return result

    async def read(self, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        return await self._reader.read(question, query)

    @property
    def commands(self) -> int:
        return self.writer.commands

    async def close(self) -> None:
        await self._reader.close()
        await asyncio.to_thread(self.writer.stop)


class Reader:
    """Questions on their own connections, beside the writer; `query_only` holds them to it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        self._statements = StatementCache(sqlite_dialect(paramstyle="qmark"))
        self._engine: AsyncEngine = create_async_engine(
            f"sqlite+aiosqlite:///{path}", pool_size=READERS, max_overflow=0
        )

        @event.listens_for(self._engine.sync_engine, "connect")
        def prepare(connection: Any, record: object) -> None:
            connection.isolation_level = None
            cursor = connection.cursor()
            for pragma in (*PRAGMAS[2:], "PRAGMA query_only=ON"):
                cursor.execute(pragma)
            cursor.close()

    async def read(self, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        async with self._engine.connect() as connection:
            return await connection.run_sync(self._ask, question, query)

    def _ask(self, connection: Any, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        cursor = connection.connection.cursor()
        cursor.execute("BEGIN")
        try:
            return question(ReadTx(cursor, self._statements, self._clock.now()), query)
        finally:
            cursor.execute("ROLLBACK")
            cursor.close()

    async def close(self) -> None:
        await self._engine.dispose()
