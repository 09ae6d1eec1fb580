"""Discord's rates as they are met: what it refused with 429, and how long it asked to wait."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp

LONGEST_SECONDS = 3600.0


class RefusedForRate:
    """discord.py waits by itself and tells nobody; its requests are watched instead. What it holds
    back before it asks is not seen."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def tracing(self) -> aiohttp.TraceConfig:
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._ended)
        return config

    async def _ended(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        ended: aiohttp.TraceRequestEndParams,
    ) -> None:
        if ended.response.status != 429:
            return
        self.count += 1
        try:
            wait = float(ended.response.headers.get("Retry-After", "0"))
        except ValueError:
            return
        self.seconds += min(max(wait, 0.0), LONGEST_SECONDS)
