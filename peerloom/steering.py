"""How the playground steers the program beside it: a loopback port with a token, never in
`serve`."""

from __future__ import annotations

import hmac
from typing import Any

from aiohttp import web

from engine.foundation.clock import OffsetClock
from peerloom.child import HEADER
from peerloom.happened import Story
from peerloom.program import Program


class Steering:
    """GET state and happened; POST clock."""

    def __init__(self, program: Program, clock: OffsetClock, token: str) -> None:
        self._program = program
        self._clock = clock
        self._token = token

    async def serve(self) -> tuple[web.AppRunner, int]:
        """Listens on a port that the system chose; the runner to clean up, and the port."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/state", self._state)
        app.router.add_get("/happened", self._happened)
        app.router.add_post("/clock", self._move)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, int(runner.addresses[0][1])

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if not hmac.compare_digest(request.headers.get(HEADER, ""), self._token):
            raise web.HTTPForbidden
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _state(self, request: web.Request) -> web.Response:
        due = await self._program.next_due()
        is_idle = "idle" in request.query and await self._program.is_idle()
        return web.json_response(
            {
                "is_ready": self._program.is_ready(),
                "is_idle": is_idle,
                "activity": self._program.activity(),
                "next_due": due.isoformat() if due else None,
            }
        )

    async def _happened(self, request: web.Request) -> web.Response:
        story = self._program.dialogue
        since = int(request.query.get("since", "0"))
        return web.json_response(await story.since(since) if isinstance(story, Story) else [])

    async def _move(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._clock.offset_seconds = float(body["offset_seconds"])
        await self._program.ticker.tick()
        self._program.wake()
        return web.json_response({})
