"""One flush of PostgreSQL's log for all the commands that were committed since the last one."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from engine.foundation.addresses import url_of

# Writes a record of the log in a transaction of its own: its COMMIT waits for the disk, and with
# it lies everything there that was written before it.
FLUSH = "SELECT pg_logical_emit_message(true, 'peerloom', '')"


class Flusher:
    """Whoever asks while a flush is under way waits for the next one, all with one another.

    A server that breaks down forgets what it had not written, and ends all of its lines. So a flush
    counts for a command when it came through on a line that was open before the command's COMMIT;
    on a line that was opened since it would tell nothing.
    """

    def __init__(self, address: str, settings: dict[str, str]) -> None:
        self._engine = create_async_engine(
            url_of(address, "asyncpg"),
            pool_size=1,
            connect_args={"server_settings": {**settings, "synchronous_commit": "on"}},
        )
        self._opening = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._line: Any = None  # the driver's connection: nothing stands between us and the server
        self._waiting: list[tuple[Any, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None
        self.flushes = 0

    async def line(self) -> object:
        """The open line, for `flush`; to be asked for before the command begins."""
        async with self._opening:
            if self._line is not None and self._line.is_closed():
                await self._drop()
            if self._line is None:
                self._connection = await self._engine.connect()
                raw = await self._connection.get_raw_connection()
                self._line = raw.driver_connection
            return self._line

    async def flush(self, line: object) -> None:
        """Comes back when all that is committed by now is on the disk. Raises ConnectionError:
        the line is gone, and what is on the disk is not known."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((line, future))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._flush_all())
        await future

    async def _flush_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            line, fault = self._line, None
            try:
                await line.execute(FLUSH)
                self.flushes += 1
            except Exception as broken:
                fault = broken
                async with self._opening:
                    if line is self._line:
                        await self._drop()
            for its_line, future in group:
                if future.done():  # the caller went away
                    continue
                if fault is None and its_line is line:
                    future.set_result(None)
                else:
                    lost = ConnectionError("the line to the database was lost before a flush")
                    lost.__cause__ = fault
                    future.set_exception(lost)

    async def _drop(self) -> None:
        if self._connection is not None:
            await self._connection.invalidate()
        self._connection = self._line = None

    async def close(self) -> None:
        if self._work is not None:
            await self._work
        if self._connection is not None:
            await self._connection.close()
        self._connection = self._line = None
        await self._engine.dispose()
