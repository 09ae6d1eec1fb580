"""The page's live line: one WebSocket hears of each visible change, the clock and the plug."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from playground.clock import PlaygroundClock
from playground.program import Program
from playground.surface import Surface, View

_STATE_EVERY_SECONDS = 1.0
_LONGEST_QUEUE = 2_000


class Live:
    """Pushes {"type": "change", …} of the surfaces and {"type": "state", …} to every open page."""

    def __init__(
        self, *, surfaces: dict[str, Surface], program: Program, clock: PlaygroundClock
    ) -> None:
        self._program = program
        self._clock = clock
        self._listeners: set[asyncio.Queue[View]] = set()
        self._unsubscribers: list[Callable[[], None]] = [
            surface.subscribe(self._changed) for surface in surfaces.values()
        ]
        self._last_state: View = {}
        self._watcher: asyncio.Task[None] | None = None
        self.weather = ""

    async def start(self, app: web.Application) -> None:
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self, app: web.Application) -> None:
        for unsubscribe in self._unsubscribers:
            unsubscribe()
        for queue in list(self._listeners):
            queue.put_nowait({"type": "closing"})
        if self._watcher:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher

    async def state(self) -> View:
        is_running = self._program.is_running()
        next_due = await self._program.next_due() if is_running else None
        return {
            "type": "state",
            "now": self._clock.now().isoformat(),
            "offset_seconds": self._clock.offset_seconds,
            "next_due": next_due.isoformat() if next_due else None,
            "is_running": is_running,
            "weather": self.weather,
        }

    async def tell_state(self) -> None:
        self._last_state = await self.state()
        self._tell(self._last_state)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=20.0)
        await socket.prepare(request)
        queue: asyncio.Queue[View] = asyncio.Queue(_LONGEST_QUEUE)
        self._listeners.add(queue)
        sender = asyncio.create_task(self._send(socket, queue))
        try:
            await socket.send_json(await self.state())
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._listeners.discard(queue)
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await sender
        return socket

    async def _send(self, socket: web.WebSocketResponse, queue: asyncio.Queue[View]) -> None:
        while True:
            view = await queue.get()
            if view["type"] == "closing":
                await socket.close()
                return
            await socket.send_json(view)

    def _changed(self, view: View) -> None:
        self._tell({"type": "change", **view})

    def _tell(self, view: dict[str, Any]) -> None:
        for queue in list(self._listeners):
            try:
                queue.put_nowait(view)
            except asyncio.QueueFull:  # a page that stopped reading: it loads anew when it returns
                self._listeners.discard(queue)

    async def _watch(self) -> None:
        """The program may die or plan a job without being asked through here."""
        while True:
            if self._listeners:
                state = await self.state()
                keys = ("next_due", "is_running", "offset_seconds")
                if any(state[key] != self._last_state.get(key) for key in keys):
                    self._last_state = state
                    self._tell(state)
            await asyncio.sleep(_STATE_EVERY_SECONDS)
