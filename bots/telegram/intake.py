"""Durable intake: updates are fetched, stored, acknowledged, then handled lane by lane."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bots.telegram import limits
from bots.telegram.raw import GetRawUpdates, Json

Log = structlog.typing.FilteringBoundLogger

_FIRST_WAIT_SECONDS = 0.5
_LAST_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class Stored:
    """An update as it is kept: `lane` says whose turn it takes, `body` is Telegram's own JSON."""

    update_id: int
    lane: str
    body: str


class Intake(Protocol):
    """Where updates wait until they are handled; it survives the process."""

    async def store(self, updates: Sequence[Stored]) -> Sequence[Stored]:
        """Keeps them for good and gives back those it did not know yet, in order."""

    async def finish(self, update_id: int) -> None: ...

    async def pending(self) -> Sequence[Stored]:
        """What a former process stored and did not finish, in order."""


def lane_of(update: Json) -> str:
    """Who takes turns: the person who acts, or else the chat in which something happened.

    Telegram's shared senders are not a person: their updates go by chat.
    """
    for kind, payload in update.items():
        if kind == "update_id" or not isinstance(payload, dict):
            continue
        person = _id_in(payload, "from") or _id_in(payload, "user")
        is_shared = "sender_chat" in payload or "voter_chat" in payload
        if person and not is_shared and person not in limits.SHARED_SENDERS:
            return f"person:{person}"
        message = payload.get("message")
        chat = _id_in(payload, "chat") or _id_in(payload, "voter_chat")
        if not chat and isinstance(message, dict):
            chat = _id_in(message, "chat")
        if chat:
            return f"chat:{chat}"
    return "none"


def _id_in(payload: Json, name: str) -> int:
    """The id of an inner object; 0 for what is missing or shaped in a way nobody expects."""
    inner = payload.get(name)
    id = inner.get("id") if isinstance(inner, dict) else None
    return id if isinstance(id, int) else 0


class Lanes:
    """One update of a person after the other, different people at once, bounded on the whole."""

    def __init__(
        self,
        handle: Callable[[Stored], Awaitable[None]],
        *,
        at_once: int = 64,
        waiting: int = 2000,
    ) -> None:
        self._handle = handle
        self._lanes: dict[str, deque[Stored]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(at_once)
        self._room = asyncio.Semaphore(waiting)
        self.under_way = 0

    async def add(self, update: Stored) -> None:
        """Queues the update; waits while there are too many."""
        self.under_way += 1
        try:
            await self._room.acquire()
        except BaseException:
            self.under_way -= 1
            raise
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._work(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stops where it stands: what is unfinished stays stored for the next process."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        self.under_way = 0

    async def _work(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            update = lane[0]
            async with self._slots:
                await self._handle(update)
            lane.popleft()
            self._room.release()
            self.under_way -= 1
        del self._lanes[name]


class Poller:
    """Long polling with storage before acknowledgement."""

    def __init__(self, bot: Bot, intake: Intake, lanes: Lanes, log: Log) -> None:
        self._bot = bot
        self._intake = intake
        self._lanes = lanes
        self._log = log
        self.fetched = 0
        self.is_storing = False

    async def run(self) -> None:
        """Former updates first, then the new ones, until cancelled. Raises only when the token is
        wrong: nothing else is worth stopping for."""
        self.is_storing = True
        for update in await self._intake.pending():
            await self._lanes.add(update)
        self.is_storing = False
        offset: int | None = None
        wait = _FIRST_WAIT_SECONDS
        while True:
            try:
                offset = await self._step(offset)
                wait = _FIRST_WAIT_SECONDS
            except TelegramUnauthorizedError:
                raise
            except (TelegramAPIError, ClientDecodeError) as error:
                await self._recover(error, wait)
                wait = min(wait * 2, _LAST_WAIT_SECONDS)

    async def _step(self, offset: int | None) -> int | None:
        method = GetRawUpdates(offset=offset)
        raw = await self._bot(method, request_timeout=limits.LONG_POLL_SECONDS + 15)
        if not raw:
            return offset
        self.is_storing = True
        try:
            self.fetched += len(raw)
            updates = [
                Stored(item["update_id"], lane_of(item), json.dumps(item, ensure_ascii=False))
                for item in raw
            ]
            for update in await self._intake.store(updates):
                await self._lanes.add(update)
        finally:
            self.is_storing = False
        return max(update.update_id for update in updates) + 1

    async def _recover(self, error: TelegramAPIError | ClientDecodeError, wait: float) -> None:
        self._log.warning("telegram.poll_failed", error=type(error).__name__, wait_seconds=wait)
        if isinstance(error, TelegramConflictError) and "webhook" in error.message.lower():
            try:
                await self._bot.delete_webhook(drop_pending_updates=False)
            except TelegramAPIError as second:
                self._log.warning("telegram.webhook_kept", error=type(second).__name__)
        if isinstance(error, TelegramRetryAfter):
            wait = max(wait, float(error.retry_after))
        await asyncio.sleep(wait)
