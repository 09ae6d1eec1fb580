"""`/healthz`, `/readyz` and `/metrics`: for whoever watches over the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog
from aiohttp import web

from engine.foundation.door import Engine
from engine.foundation.waiting import Waiting, waiting
from web.metrics import CONTENT_TYPE, Metrics

log = structlog.get_logger()
DATABASE_SECONDS = 5.0  # a prober's patience is often ten


class Monitoring:
    """`parts` tells of each part that takes messages (telegram, discord) whether it is ready."""

    def __init__(
        self,
        engine: Engine,
        metrics: Metrics,
        parts: Callable[[], Mapping[str, bool]],
        *,
        database_seconds: float = DATABASE_SECONDS,
    ) -> None:
        self._engine = engine
        self._metrics = metrics
        self._parts = parts
        self._database_seconds = database_seconds
        self._asking: asyncio.Task[Waiting | None] | None = None

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1024)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics_page)
        app.on_cleanup.append(self.close)
        return app

    async def _healthz(self, request: web.Request) -> web.Response:
        """The process lives and its loop turns; nothing else is asked."""
        return web.json_response({"alive": True})

    async def _readyz(self, request: web.Request) -> web.Response:
        """200 when the database answers and every bot takes messages, else 503; which is which."""
        parts = {"database": await self._waiting() is not None, **self._parts()}
        is_ready = all(parts.values())
        return web.json_response(
            {"ready": is_ready, "parts": parts}, status=200 if is_ready else 503
        )

    async def _metrics_page(self, request: web.Request) -> web.Response:
        text = self._metrics.text(await self._waiting(), self._engine.commands_under_way)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    async def _waiting(self) -> Waiting | None:
        """What the database says, or None when it says nothing in time. A driver that waits for a
        server's last word before it gives up is left to it: nobody is asked twice meanwhile."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        done, _ = await asyncio.wait({self._asking}, timeout=self._database_seconds)
        if not done:
            log.warning("database_does_not_answer", fault="TimeoutError")
        return self._asking.result() if done else None

    async def _ask(self) -> Waiting | None:
        try:
            return await self._engine.read(waiting, None)
        except Exception as fault:
            log.warning("database_does_not_answer", fault=type(fault).__name__)
            return None

    async def close(self, app: web.Application) -> None:
        if self._asking is not None:
            self._asking.cancel()


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
