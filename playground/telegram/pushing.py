"""Telegram's side of a webhook: several connections, one update of a chat after the other."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from playground.telegram.tables import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value
FIRST_RETRY_SECONDS = 0.1  # Telegram waits 1 s; the world of a laptop is a fast one
LAST_RETRY_SECONDS = 5.0  # and up to 2 minutes
LONGEST_RETRY_AFTER_SECONDS = 3600.0
ANSWER_SECONDS = 60.0
MESSAGES = frozenset({"message", "edited_message", "channel_post", "edited_channel_post"})
# Telegram runs the method that a webhook answers with, but none of these, and none that gets.
NEVER_RUN = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


def queue_of(update: Json) -> str:
    """Which updates wait for one another: messages of a chat, other things of a person or chat."""
    for kind, payload in update.items():
        if kind == "update_id" or not isinstance(payload, dict):
            continue
        if kind in MESSAGES:
            return f"chat:{payload['chat']['id']}"
        for whose in ("user", "from", "voter_chat", "chat"):
            if isinstance(payload.get(whose), dict):
                return f"{kind}:{payload[whose]['id']}"
    return f"alone:{update['update_id']}"


@dataclass
class _Failed:
    wait: float
    until: float


class Pusher:
    """Until cancelled. `ready` gives what waits, the oldest first; `done` forgets one; `told` notes
    a problem; `run_answer` runs the method that a webhook answered with."""

    def __init__(
        self,
        *,
        url: str,
        secret: str,
        max_connections: int,
        ready: Callable[[], list[Json]],
        done: Callable[[int], None],
        told: Callable[[str], None],
        run_answer: Callable[[Json], Awaitable[None]],
    ) -> None:
        self._url = url
        self._secret = secret
        self._max_connections = max_connections
        self._ready = ready
        self._done = done
        self._told = told
        self._run_answer = run_answer
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._failed: dict[str, _Failed] = {}
        self._changed = asyncio.Event()

    def wake(self) -> None:
        self._changed.set()

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                while True:
                    self._changed.clear()
                    soonest = self._begin_what_can(session)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(soonest):
                            await self._changed.wait()
            finally:
                tasks = list(self._under_way.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _begin_what_can(self, session: aiohttp.ClientSession) -> float | None:
        """Seconds until a queue may be tried again, None when none waits for that."""
        now = asyncio.get_running_loop().time()
        soonest: float | None = None
        seen: set[str] = set()
        for update in self._ready():
            queue = queue_of(update)
            if queue in seen:
                continue
            seen.add(queue)
            if queue in self._under_way or len(self._under_way) >= self._max_connections:
                continue
            failed = self._failed.get(queue)
            if failed is not None and failed.until > now:
                left = failed.until - now
                soonest = left if soonest is None else min(soonest, left)
                continue
            task = asyncio.create_task(self._deliver(session, queue, update))
            self._under_way[queue] = task
        return soonest

    async def _deliver(self, session: aiohttp.ClientSession, queue: str, update: Json) -> None:
        try:
            problem, retry_after = await self._post(session, update)
            if not problem:
                self._failed.pop(queue, None)
                self._done(update["update_id"])
                return
            self._told(problem)
            failed = self._failed.get(queue)
            wait = FIRST_RETRY_SECONDS if failed is None else failed.wait * 2
            wait = min(wait, LAST_RETRY_SECONDS)
            now = asyncio.get_running_loop().time()
            self._failed[queue] = _Failed(wait, now + (retry_after or wait))
        finally:
            del self._under_way[queue]
            self._changed.set()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> tuple[str, float]:
        """What went wrong ("" for nothing), and how long the webhook asks to be left alone."""
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        try:
            async with session.post(self._url, data=json.dumps(update), headers=headers) as reply:
                body = await reply.read()
        except aiohttp.ClientConnectorError:
            return "Connection refused", 0.0
        except TimeoutError:
            return "Read timeout expired", 0.0
        except (aiohttp.ClientError, OSError):
            return "Webhook connection closed", 0.0
        if not 200 <= reply.status < 300:
            after = reply.headers.get("Retry-After", "")
            seconds = min(float(after), LONGEST_RETRY_AFTER_SECONDS) if after.isdigit() else 0.0
            return f"Wrong response from the webhook: {reply.status} {reply.reason}", seconds
        await self._answered(body)
        return "", 0.0

    async def _answered(self, body: bytes) -> None:
        """A webhook may answer with one method to run; its result is told to nobody."""
        try:
            call = json.loads(body) if body else None
        except ValueError:
            return
        if not isinstance(call, dict) or "method" not in call:
            return
        name = str(call["method"]).lower()
        if name not in NEVER_RUN and not name.startswith("get"):
            await self._run_answer(call)
