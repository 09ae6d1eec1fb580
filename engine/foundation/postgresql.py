"""PostgreSQL: each command a transaction on a connection of the pool, tried again after a race."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from engine.foundation.addresses import url_of
from engine.foundation.clock import Clock
from engine.foundation.compiled import StatementCache
from engine.foundation.errors import EngineError
from engine.foundation.flushing import Flusher
from engine.foundation.inbox import answer_of, remember
from engine.foundation.tx import ReadTx, Tx, lock_number

R = TypeVar("R")
CONNECTIONS = 20
PATIENCE_SECONDS = 300  # for one of them: a burst waits, it does not fail
TRIES = 8  # of a command that met another one
PAUSE_SECONDS = 0.01  # before the second try; it doubles, and differs for each
STATEMENTS_KEPT = 2_000  # prepared per connection
_NUMBERS = itertools.count(1)
SETTINGS = {
    # Nobody holds a row for long: who waits so long has met a deadlock or a dead program.
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "application_name": "peerloom",
    # A COMMIT lets go of its rows before the disk has it; its caller is answered after a flush
    # that many commands share (`engine.foundation.flushing`).
    "synchronous_commit": "off",
}
# For a command that is alone one round trip is less than two.
COMMIT_AND_FLUSH = "SET LOCAL synchronous_commit TO on; COMMIT"
_PASSING = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    # Two found nothing and both added it: the second now finds the first one's row.
    asyncpg.UniqueViolationError,
    asyncpg.CannotConnectNowError,
)
_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what it says of a line that was cut while nobody spoke
    ConnectionError,
)


class Cursor:
    """The driver's prepared statements as the cursor that `CompiledStatement` runs on: one round
    trip each."""

    description: Any = None

    def __init__(self, connection: Connection) -> None:
        driver = connection.connection.dbapi_connection
        if driver is None:
            raise RuntimeError("the connection was closed")
        self._driver: Any = driver.driver_connection
        self._wait: Callable[[Callable[[Any], Any]], Any] = driver.run_async
        self._prepared: dict[str, Any] = connection.info.setdefault("prepared", {})
        self._status = ""
        self._rows: Sequence[Any] = ()

    def execute(self, operation: str, parameters: Any = ()) -> None:
        statement = self._prepared.get(operation)
        if statement is None:
            if len(self._prepared) >= STATEMENTS_KEPT:
                self._prepared.clear()
            # Without a name the server would read and plan it anew on each call.
            name = f"peerloom_{next(_NUMBERS)}"
            statement = self._wait(lambda driver: driver.prepare(operation, name=name))
            self._prepared[operation] = statement
        self._rows = self._wait(lambda driver: statement.fetch(*parameters))
        self._status = statement.get_statusmsg()

    def command(self, word: str) -> None:
        """BEGIN, COMMIT, ROLLBACK."""
        self._wait(lambda driver: driver.execute(word))

    @property
    def is_in_transaction(self) -> bool:
        return bool(self._driver.is_in_transaction())

    @property
    def rowcount(self) -> int:
        count = self._status.rsplit(" ", 1)[-1]
        return int(count) if count.isdigit() else -1

    def fetchall(self) -> Sequence[Any]:
        return self._rows


class PostgresDatabase:
    """`address` is `postgresql://…`. Any number of processes may use it."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._clock = clock
        self._statements = StatementCache(PGDialect_asyncpg())  # type: ignore[no-untyped-call]
        self._engine: AsyncEngine = create_async_engine(
            url_of(address, "asyncpg"),
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE_SECONDS,
            pool_use_lifo=True,  # few callers keep to few lines, which know their statements
            connect_args={"server_settings": SETTINGS, "statement_cache_size": 0},
        )
        self._flusher = Flusher(address, SETTINGS)
        self._under_way = 0
        self.commands = 0
        self.retries = 0
        event.listen(self._engine.sync_engine, "connect", _prepare)

    async def run(self, service: Callable[[Tx, Any], R], command: Any, key: str | None) -> R:
        # A task of its own: a caller that goes away must not leave half a transaction behind.
        is_result, value = await asyncio.shield(
            asyncio.create_task(self._try(service, command, key))
        )
        if not is_result:
            raise value
        result: R = value
        return result

    async def read(self, question: Callable[[ReadTx, Any], R], query: Any) -> R:
        tries = 1
        while True:
            async with self._engine.connect() as connection:
                progress = _Progress()
                try:
                    return await connection.run_sync(self._ask, question, query, progress)
                except Exception as fault:
                    if not progress.is_lost(fault) or tries == TRIES:
                        raise
                    await connection.invalidate()
            await self._engine.dispose()
            await self._pause(tries)
            tries += 1

    async def close(self) -> None:
        await self._flusher.close()
        await self._engine.dispose()

    async def _try(
        self, service: Callable[[Tx, Any], Any], command: Any, key: str | None
    ) -> tuple[bool, Any]:
        self._under_way += 1
        try:
            tries = 1
            while True:
                progress = _Progress()
                try:
                    line = await self._flusher.line()
                    answer = await self._attempt(service, command, key, progress)
                    if progress.needs_flush:
                        await self._flusher.flush(line)
                    self.commands += 1
                    return answer
                except Exception as fault:
                    is_lost = progress.is_lost(fault)
                    # Whether a COMMIT was heard is not known: only a key can tell next time.
                    is_unsure = is_lost and progress.is_committing and key is None
                    is_passing = is_lost or isinstance(fault, _PASSING)
                    if is_unsure or not is_passing or tries == TRIES:
                        raise
                if is_lost:
                    await self._engine.dispose()  # its sisters in the pool are gone as well
                await self._pause(tries)
                tries += 1
        finally:
            self._under_way -= 1

    async def _attempt(
        self,
        service: Callable[[Tx, Any], Any],
        command: Any,
        key: str | None,
        progress: _Progress,
    ) -> tuple[bool, Any]:
        async with self._engine.connect() as connection:
            try:
                return await connection.run_sync(self._work, service, command, key, progress)
            except Exception as fault:
                if progress.is_lost(fault):
                    await connection.invalidate()
                raise

    async def _pause(self, tries: int) -> None:
        self.retries += 1
        await asyncio.sleep(PAUSE_SECONDS * 2 ** (tries - 1) * random.uniform(0.5, 1.5))

    def _work(
        self,
        connection: Connection,
        service: Callable[[Tx, Any], Any],
        command: Any,
        key: str | None,
        progress: _Progress,
    ) -> tuple[bool, Any]:
        """(True, result) or (False, refusal), committed. A fault is raised and leaves nothing."""
        cursor = Cursor(connection)
        try:
            cursor.command(_opening(command))  # what waits in vain here has begun all the same
            tx = Tx(cursor, self._statements, self._clock.now())
            known = None if key is None else answer_of(tx, key)
            if known is not None:
                progress.needs_flush = True  # another caller's COMMIT, just now perhaps
                cursor.command("ROLLBACK")
                return known
            try:
                answer = (True, service(tx, command))
            except EngineError as refusal:
                answer = (False, refusal)
                cursor.command("ROLLBACK")
                if key is None:
                    return answer
                cursor.command("BEGIN")
                # Another delivery of the same message may have been answered meanwhile.
                known = answer_of(tx, key)
                if known is not None:
                    progress.needs_flush = True
                    cursor.command("ROLLBACK")
                    return known
            if key is not None:
                remember(tx, key, answer[1])
            if not cursor.is_in_transaction:
                raise RuntimeError("the transaction was ended by a command")
            progress.is_committing = True
            is_alone = self._under_way == 1
            cursor.command(COMMIT_AND_FLUSH if is_alone else "COMMIT")
            progress.needs_flush = not is_alone
            return answer
        except BaseException:
            progress.undo(cursor)
            raise

    def _ask(
        self,
        connection: Connection,
        question: Callable[[ReadTx, Any], R],
        query: Any,
        progress: _Progress,
    ) -> R:
        cursor = Cursor(connection)
        cursor.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            return question(ReadTx(cursor, self._statements, self._clock.now()), query)
        finally:
            progress.undo(cursor)


def _opening(command: Any) -> str:
    """BEGIN; in the same round trip, one command at a time for each person."""
    person_id = getattr(command, "person_id", None)
    if type(person_id) is not int:
        return "BEGIN"
    return f"BEGIN; SELECT pg_advisory_xact_lock({lock_number('person', person_id)})"


class _Progress:
    """How far a command came, for when its connection is lost."""

    is_committing = False
    needs_flush = False  # what is answered may not be on the disk yet
    is_broken = False

    def undo(self, cursor: Cursor) -> None:
        try:
            cursor.command("ROLLBACK")
        except Exception:
            self.is_broken = True

    def is_lost(self, fault: Exception) -> bool:
        return self.is_broken or isinstance(fault, _GONE)


def _prepare(connection: Any, record: object) -> None:
    connection.run_async(_read_numbers_as_int)


async def _read_numbers_as_int(driver: Any) -> None:
    """Sums of whole numbers are `numeric` there; they stay whole numbers here."""
    await driver.set_type_codec(
        "numeric", schema="pg_catalog", format="text", encoder=str, decoder=_number
    )


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
