"""The one door to the engine: `run` for commands, `read` for questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engine.foundation.clock import Clock, SystemClock
from engine.foundation.errors import EngineError
from engine.foundation.sqlite import Reader, Work, Writer
from engine.foundation.tx import ReadTx, Tx

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True)
class Ran:
    """A command that was answered: its service, its key, and the result's or refusal's name."""

    name: str
    key: str | None
    outcome: str
    is_refusal: bool


class Engine:
    """The engine on a SQLite file whose tables exist (see `engine.foundation.schema`)."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.clock: Clock = clock or SystemClock()
        self._writer = Writer(path, self.clock)
        self._reader = Reader(path, self.clock)
        self._under_way = 0
        self.on_command: Callable[[Ran], None] | None = None
        self._writer.start()

    async def run(self, service: Callable[[Tx, C], R], command: C, *, key: str | None = None) -> R:
        """One command is one transaction; its result comes back once it is on the disk.

        `key` protects from redelivery: the same key gives the first answer again, result or
        refusal. Raises the service's `EngineError`; anything else it raises is a fault and
        undoes the command.
        """
        loop = asyncio.get_running_loop()
        work = Work(service, command, key, loop.create_future(), loop)
        self._under_way += 1
        try:
            self._writer.submit(work)
            # Shielded: a caller that goes away must not leave a half-told answer behind.
            result: R = await asyncio.shield(work.future)
        except EngineError as refusal:
            self._tell(service, key, refusal.code, is_refusal=True)
            raise
        finally:
            self._under_way -= 1
        self._tell(service, key, type(result).__name__, is_refusal=False)
        return result

    def _tell(
        self, service: Callable[..., object], key: str | None, outcome: str, *, is_refusal: bool
    ) -> None:
        if self.on_command is not None:
            self.on_command(Ran(service.__name__, key, outcome, is_refusal))

    async def read(self, question: Callable[[ReadTx, C], R], query: C) -> R:
        """A consistent answer as of now; sees every command answered before it was asked."""
        return await self._reader.read(question, query)

    @property
    def commands_under_way(self) -> int:
        return self._under_way

    @property
    def commands_done(self) -> int:
        return self._writer.commands

    async def close(self) -> None:
        await self._reader.close()
        await asyncio.to_thread(self._writer.stop)
