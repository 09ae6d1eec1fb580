"""Gateway sessions: what each was sent, what waits for its return, how frames are packed."""

from __future__ import annotations

import asyncio
import importlib
import json
import time
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

from playground.discord.records import Json

RESUMABLE_SECONDS = 60.0  # how long a lost session waits for its client
KEPT_EVENTS = 2_000

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_VOICE_STATES = 1 << 7
GUILD_MESSAGES = 1 << 9
GUILD_REACTIONS = 1 << 10
GUILD_TYPING = 1 << 11
DM_MESSAGES = 1 << 12
DM_REACTIONS = 1 << 13
DM_TYPING = 1 << 14
MESSAGE_CONTENT = 1 << 15
SCHEDULED_EVENTS = 1 << 16
ALL_INTENTS = (1 << 26) - 1


class _Zlib:
    """One stream for the whole connection; each message ends at a sync flush."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, content: bytes) -> bytes:
        return self._stream.compress(content) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class _Zstd:
    """As `_Zlib`, with the zstandard library where it is installed."""

    def __init__(self) -> None:
        library = importlib.import_module("zstandard")
        self._stream = library.ZstdCompressor().compressobj()
        self._flush = library.COMPRESSOBJ_FLUSH_BLOCK

    def pack(self, content: bytes) -> bytes:
        return bytes(self._stream.compress(content) + self._stream.flush(self._flush))


class Connection:
    """One websocket. Frames leave in order through a queue; `pending` counts those unwritten."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, compress: str) -> None:
        self.socket = socket
        self.pending = 0
        self.session: Session | None = None
        self._request = request
        self._packer: _Zlib | _Zstd | None = None
        if compress == "zlib-stream":
            self._packer = _Zlib()
        elif compress == "zstd-stream":
            self._packer = _Zstd()
        self._queue: asyncio.Queue[Json] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, frame: Json) -> None:
        self.pending += 1
        self._queue.put_nowait(frame)

    async def _write(self) -> None:
        while True:
            frame = await self._queue.get()
            content = json.dumps(frame, ensure_ascii=False)
            try:
                if self._packer is None:
                    await self.socket.send_str(content)
                else:
                    await self.socket.send_bytes(self._packer.pack(content.encode()))
            except ConnectionError:
                self.pending = 0  # the reader sees the end too; a session keeps its events
                return
            self.pending -= 1
            self._queue.task_done()

    async def drained(self) -> None:
        """Waits until what was sent is written, so that a close does not overtake it."""
        joined = asyncio.ensure_future(self._queue.join())
        await asyncio.wait({joined, self._writer}, return_when=asyncio.FIRST_COMPLETED)
        joined.cancel()

    def abort(self) -> None:
        """Cuts the TCP connection without a word."""
        self.stop()
        if self._request.transport is not None:
            self._request.transport.abort()

    def stop(self) -> None:
        self.pending = 0
        self._writer.cancel()


class Session:
    """One identified client, across reconnects. Events stay until enough newer ones came."""

    def __init__(self, id: str, intents: int, shard: tuple[int, int]) -> None:
        self.id = id
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: Connection | None = None
        self.lost_at = 0.0
        self._events: deque[Json] = deque(maxlen=KEPT_EVENTS)

    def dispatch(self, event: str, data: Json) -> None:
        self.sequence += 1
        frame: Json = {"op": 0, "t": event, "s": self.sequence, "d": data}
        self._events.append(frame)
        if self.connection is not None:
            self.connection.send(frame)

    def can_replay_from(self, sequence: int) -> bool:
        oldest = self._events[0]["s"] if self._events else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def replay(self, sequence: int) -> None:
        """Sends again what came after this number, then RESUMED."""
        if self.connection is not None:
            for frame in self._events:
                if frame["s"] > sequence:
                    self.connection.send(frame)
        self.dispatch("RESUMED", {})

    def lose(self) -> None:
        self.connection = None
        self.lost_at = time.monotonic()

    @property
    def is_resumable(self) -> bool:
        return self.connection is not None or time.monotonic() - self.lost_at < RESUMABLE_SECONDS


Shape = Callable[[int], dict[str, Any] | None]  # intents -> the event's data, None: not for these
