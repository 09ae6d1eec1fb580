"""The one door to the engine: `run` for commands, `read` for questions."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from engine.foundation.addresses import is_postgresql
from engine.foundation.clock import Clock, SystemClock
from engine.foundation.errors import EngineError
from engine.foundation.postgresql import PostgresDatabase
from engine.foundation.sqlite import SqliteDatabase
from engine.foundation.tx import ReadTx, Tx

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True)
class Ran:
    """A command that was answered: its service, its key, and the name of the result, the refusal or
    the fault."""

    name: str
    key: str | None
    outcome: str
    is_refusal: bool
    seconds: float = field(default=0.0, compare=False)  # from asking to the answer


class Database(Protocol):
    """What the door needs of a database; raises a service's refusal, and its fault as it is."""

    @property
    def commands(self) -> int: ...

    async def run(self, service: Callable[[Tx, C], R], command: C, key: str | None) -> R: ...

    async def read(self, question: Callable[[ReadTx, C], R], query: C) -> R: ...

    async def close(self) -> None: ...


def database_at(address: Path | str, clock: Clock) -> Database:
    """A path is a SQLite file's, `postgresql://…` a PostgreSQL database's. Raises ValueError."""
    if isinstance(address, Path):
        return SqliteDatabase(address, clock)
    if is_postgresql(address):
        return PostgresDatabase(address, clock)
    raise ValueError("a database is a path or postgresql://user@host/name")


class Engine:
    """The engine on a database whose tables exist (see `engine.foundation.schema`)."""

    def __init__(self, address: Path | str, clock: Clock | None = None) -> None:
        self.address = address
        self.clock: Clock = clock or SystemClock()
        self.database = database_at(address, self.clock)
        self._under_way = 0
        self.on_command: Callable[[Ran], None] | None = None

    async def run(self, service: Callable[[Tx, C], R], command: C, *, key: str | None = None) -> R:
        """One command is one transaction; its result comes back once it is on the disk.

        `key` protects from redelivery: the same key gives the first answer again, result or
        refusal. Raises the service's `EngineError`; anything else it raises is a fault and
        undoes the command.
        """
        self._under_way += 1
        began = time.perf_counter()
        try:
            result = await self.database.run(service, command, key)
        except EngineError as refusal:
            self._tell(service, key, refusal.code, began, is_refusal=True)
            raise
        except Exception as fault:
            self._tell(service, key, type(fault).__name__, began)
            raise
        finally:
            self._under_way -= 1
        self._tell(service, key, type(result).__name__, began)
        return result

    def _tell(
        self,
        service: Callable[..., object],
        key: str | None,
        outcome: str,
        began: float,
        *,
        is_refusal: bool = False,
    ) -> None:
        if self.on_command is not None:
            seconds = time.perf_counter() - began
            self.on_command(Ran(service.__name__, key, outcome, is_refusal, seconds))

    async def read(self, question: Callable[[ReadTx, C], R], query: C) -> R:
        """A consistent answer as of now; sees every command answered before it was asked."""
        return await self.database.read(question, query)

    @property
    def commands_under_way(self) -> int:
        return self._under_way

    @property
    def commands_done(self) -> int:
        return self.database.commands

    async def close(self) -> None:
        await self.database.close()
