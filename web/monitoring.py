"""`/healthz`, `/readyz` and `/metrics`: for whoever watches over the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog
from aiohttp import web

from engine.foundation.door import Engine
from engine.foundation.waiting import waiting
from web.metrics import CONTENT_TYPE, Metrics

log = structlog.get_logger()
DATABASE_SECONDS = 5.0


class Monitoring:
    """`parts` tells of each part that takes messages (telegram, discord) whether it is ready."""

    def __init__(
        self, engine: Engine, metrics: Metrics, parts: Callable[[], Mapping[str, bool]]
    ) -> None:
        self._engine = engine
        self._metrics = metrics
        self._parts = parts

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1024)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics_page)
        return app

    async def _healthz(self, request: web.Request) -> web.Response:
        """The process lives and its loop turns; nothing else is asked."""
        return web.json_response({"alive": True})

    async def _readyz(self, request: web.Request) -> web.Response:
        """200 when the database answers and every bot takes messages, else 503; which is which."""
        parts = {"database": await self._database_answers(), **self._parts()}
        is_ready = all(parts.values())
        return web.json_response(
            {"ready": is_ready, "parts": parts}, status=200 if is_ready else 503
        )

    async def _metrics_page(self, request: web.Request) -> web.Response:
        text = await self._metrics.text(self._engine)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                await self._engine.read(waiting, None)
        except Exception as fault:
            log.warning("database_does_not_answer", fault=type(fault).__name__)
            return False
        return True


async def serve(app: web.Application, host: str, port: int) -> tuple[web.AppRunner, int]:
    """The runner to clean up, and the port that is listened on. Raises OSError."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner, int(runner.addresses[0][1])
