"""SQLite: one writer thread with group commit, and connections that only read."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from engine.foundation.clock import Clock
from engine.foundation.compiled import StatementCache
from engine.foundation.errors import EngineError
from engine.foundation.inbox import answer_of, remember
from engine.foundation.registry import is_long
from engine.foundation.tx import ReadTx, Tx

R = TypeVar("R")
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Without it INSERT OR REPLACE walks past the ledger's append-only triggers.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=30000",
    # What a savepoint may have to undo stays in memory; else each command writes a file of it.
    "PRAGMA temp_store=MEMORY",
    # Pages change many times before they are copied into the database.
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA cache_size=-16000",
)
READ_ONLY = "PRAGMA query_only=ON"
LONG_READERS = 3
BATCH_LIMIT = 256  # commands per commit: bounds how long the first one waits for the last
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

    def settle(self) -> None:
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


def _answer(batch: Iterable[Work]) -> None:
    """One call into each loop for all of its commands: waking a loop costs more than an answer."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Work]] = {}
    for work in batch:
        by_loop.setdefault(work.loop, []).append(work)
    for loop, works in by_loop.items():
        # A loop that was closed meanwhile has nobody left to tell; the writer goes on.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, works)


def _settle(works: list[Work]) -> None:
    for work in works:
        work.settle()


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
    """Takes the waiting commands, runs one after the other, commits once, then answers them all.

    A command that raises before it changed anything leaves nothing to undo. One that raises later
    has the whole batch run again with a savepoint for each: savepoints for all of them, always,
    cost more than that.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(name="engine-writer", daemon=True)
        self._connection = connect(path)
        self._clock = clock
        self._statements = StatementCache(sqlite_dialect(paramstyle="qmark"))
        self._waiting: queue.SimpleQueue[list[Work] | None] = queue.SimpleQueue()
        self._is_stopped = False
        self.commits = 0
        self.commands = 0

    def submit(self, works: list[Work]) -> None:
        """Raises RuntimeError once the writer was stopped."""
        self.check_open()
        self._waiting.put(works)

    def check_open(self) -> None:
        if self._is_stopped:
            raise RuntimeError("the engine is closed")

    def stop(self) -> None:
        """Finishes what waits, then closes the connection."""
        self._is_stopped = True
        self._waiting.put(None)
        self.join()

    def run(self) -> None:
        is_stopping = False
        while not is_stopping:
            works = self._waiting.get()
            if works is None:
                break
            batch = list(works)
            while len(batch) < BATCH_LIMIT:
                try:
                    following = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    is_stopping = True
                    break
                batch += following
            for at in range(0, len(batch), BATCH_LIMIT):
                self._work(batch[at : at + BATCH_LIMIT])
        self._connection.close()

    def _work(self, batch: list[Work]) -> None:
        if not self._try_batch(batch) and not self._try_batch(batch, with_savepoints=True):
            # COMMIT failed, or a fault tore the transaction down: each command stands for itself,
            # and is tried again when the fault was a passing one.
            for work in batch:
                tries = 1
                while not self._try_batch([work], with_savepoints=True) and (
                    _passes(work.outcome[1]) and tries < TRIES
                ):
                    tries += 1
        _answer(batch)

    def _try_batch(self, batch: list[Work], *, with_savepoints: bool = False) -> bool:
        """True when all of it is committed; else nothing is, and each outcome holds the fault."""
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
            for work in batch:
                self._run_one(cursor, work, with_savepoint=with_savepoints)
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

    def _run_one(self, cursor: sqlite3.Cursor, work: Work, *, with_savepoint: bool = True) -> None:
        """Raises the service's own exception when it changed something that cannot be undone
        without the savepoint."""
        tx = Tx(cursor, self._statements, self._clock.now())
        if work.key is not None:
            known = answer_of(tx, work.key)
            if known is not None:
                work.outcome = known
                return
        before = self._connection.total_changes
        if with_savepoint:
            cursor.execute("SAVEPOINT command")
        try:
            work.outcome = (True, work.service(tx, work.command))
        except Exception as raised:
            if not self._connection.in_transaction:
                raise
            if with_savepoint:
                cursor.execute("ROLLBACK TO command")
            elif self._connection.total_changes != before:
                raise
            work.outcome = (False, raised)
        if with_savepoint:
            cursor.execute("RELEASE command")
        is_fault = not (work.outcome[0] or isinstance(work.outcome[1], EngineError))
        if work.key is not None and not is_fault:
            remember(tx, work.key, work.outcome[1])
        # A fault is not remembered: the redelivery tries again.


class SqliteDatabase:
    """A file whose tables exist; this process is its only writer."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.writer = Writer(path, clock)
        self._reader = Reader(path, clock)
        self._gathered: list[Work] = []
        self.writer.start()

    async def run(self, service: Callable[[Tx, Any], R], command: Any, key: str | None) -> R:
        self.writer.check_open()
        loop = asyncio.get_running_loop()
        work = Work(service, command, key, loop.create_future(), loop)
        if not self._gathered or self._gathered[0].loop is not loop:
            # The commands of one turn of the loop go together, and share a commit.
            self._gathered = []
            loop.call_soon(self._hand_over, self._gathered)
        self._gathered.append(work)
        # A caller that goes away cancels the future; the command is done all the same.
        result: R = await work.future
        return result

    def _hand_over(self, works: list[Work]) -> None:
        if works is self._gathered:
            self._gathered = []
        if works:
            handed, works[:] = list(works), []
            self.writer.submit(handed)

    async def read(self, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        if is_long(question):
            return await self._reader.ask_aside(question, query)
        return self._reader.ask(question, query)

    @property
    def commands(self) -> int:
        return self.writer.commands

    async def close(self) -> None:
        self._hand_over(self._gathered)
        await asyncio.to_thread(self.writer.stop)
        await self._reader.close()


class Reader:
    """Questions on their own connections, beside the writer; `query_only` holds them to it.

    A question is answered in its caller's thread: a few rows by their keys are read sooner than
    another thread is woken. Those that say that they are long go through aiosqlite, a thread and a
    connection each.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._statements = StatementCache(sqlite_dialect(paramstyle="qmark"))
        self._connection: sqlite3.Connection | None = None
        self._long: AsyncEngine = create_async_engine(
            f"sqlite+aiosqlite:///{path}", pool_size=LONG_READERS, max_overflow=0
        )
        event.listen(self._long.sync_engine, "connect", _prepare_to_read)

    def ask(self, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        if self._connection is None:
            self._connection = connect(self._path)
            self._connection.execute(READ_ONLY)
        return self._ask(self._connection.cursor(), question, query)

    async def ask_aside(self, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        async with self._long.connect() as connection:
            return await connection.run_sync(
                lambda sync: self._ask(_cursor_of(sync), question, query)
            )

    def _ask(self, cursor: Any, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        cursor.execute("BEGIN")
        try:
            return question(ReadTx(cursor, self._statements, self._clock.now()), query)
        finally:
            cursor.execute("ROLLBACK")
            cursor.close()

    async def close(self) -> None:
        await self._long.dispose()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _cursor_of(connection: Connection) -> Any:
    return connection.connection.cursor()


def _prepare_to_read(connection: Any, record: object) -> None:
    # The driver as it comes opens no transaction before a SELECT.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (*PRAGMAS[2:], READ_ONLY):
        cursor.execute(pragma)
    cursor.close()
