"""Durable intake: updates are fetched, stored, acknowledged, then handled lane by lane."""

from __future__ import annotations

import asyncio
import heapq
import json
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


def stored_of(update: Json) -> Stored:
    """As it is kept. Half of a surrogate pair, which no database takes, stays an escape."""
    body = json.dumps(update, ensure_ascii=False)
    try:
        body.encode()
    except UnicodeEncodeError:
        body = json.dumps(update)
    return Stored(update["update_id"], lane_of(update), body)


def _id_in(payload: Json, name: str) -> int:
    """The id of an inner object; 0 for what is missing or shaped in a way nobody expects."""
    inner = payload.get(name)
    id = inner.get("id") if isinstance(inner, dict) else None
    return id if isinstance(id, int) else 0


class Lanes:
    """One update of a lane after the other, different lanes at once, bounded on the whole.

    Of those that wait in a lane the lowest id goes first, whatever order they came in. One that has
    begun is not called back for an earlier one that comes late.
    """

    def __init__(
        self,
        handle: Callable[[Stored], Awaitable[None]],
        *,
        at_once: int = 64,
        waiting: int = 2000,
    ) -> None:
        self._handle = handle
        self._lanes: dict[str, list[tuple[int, Stored]]] = {}  # heaps of those that wait
        self._ids: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(at_once)
        self._room = asyncio.Semaphore(waiting)
        self._waiting = waiting
        self._is_closed = False
        self.under_way = 0

    @property
    def is_full(self) -> bool:
        return self.under_way >= self._waiting

    async def add(self, update: Stored) -> None:
        """Queues the update, unless it is queued already; waits while there are too many."""
        if update.update_id in self._ids:
            return
        self._ids.add(update.update_id)
        self.under_way += 1
        try:
            await self._room.acquire()
        except BaseException:
            self._forget(update)
            raise
        if self._is_closed:
            self._forget(update)
            return
        lane = self._lanes.get(update.lane)
        if lane is not None:
            heapq.heappush(lane, (update.update_id, update))
            return
        self._lanes[update.lane] = [(update.update_id, update)]
        task = asyncio.create_task(self._work(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stops where it stands: what is unfinished stays stored for the next process."""
        self._is_closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        self._ids.clear()
        self.under_way = 0

    async def _work(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            async with self._slots:
                _, update = heapq.heappop(lane)
                await self._handle(update)
            self._room.release()
            self._forget(update)
        del self._lanes[name]

    def _forget(self, update: Stored) -> None:
        self._ids.discard(update.update_id)
        self.under_way = max(0, self.under_way - 1)


class NotStored(Exception):
    """The database did not take the updates: the platform must hand them out again."""


class Reception:
    """Updates, however they came: kept for good, then given their turns."""

    def __init__(self, intake: Intake, lanes: Lanes) -> None:
        self._intake = intake
        self._lanes = lanes
        # Storing failed, but nobody knows how far it came: a commit's answer may have been lost.
        self._doubtful: set[int] = set()
        self.is_open = False  # what a former process left is queued
        self.under_way = 0
        self.stored = 0
        self.known = 0  # came again

    async def open(self) -> None:
        """What a former process stored and did not finish goes first, in order."""
        for update in await self._intake.pending():
            await self._lanes.add(update)
        self.is_open = True

    async def take(self, updates: Sequence[Stored]) -> None:
        """Returns when they are on the disk and queued. Raises NotStored."""
        self.under_way += 1
        try:
            try:
                new = {update.update_id for update in await self._intake.store(updates)}
            except Exception as fault:
                self._doubtful.update(update.update_id for update in updates)
                raise NotStored(type(fault).__name__) from fault
            self.stored += len(new)
            self.known += len(updates) - len(new)
            for update in updates:
                if update.update_id in new or update.update_id in self._doubtful:
                    self._doubtful.discard(update.update_id)
                    await self._lanes.add(update)
        finally:
            self.under_way -= 1


class Poller:
    """Long polling with storage before acknowledgement."""

    def __init__(self, bot: Bot, reception: Reception, log: Log) -> None:
        self._bot = bot
        self._reception = reception
        self._log = log
        self.is_reached = True  # as of the newest poll

    async def run(self) -> None:
        """Former updates first, then the new ones, until cancelled. Raises only when the token is
        wrong: nothing else is worth stopping for."""
        await self._reception.open()
        offset: int | None = None
        wait = _FIRST_WAIT_SECONDS
        while True:
            try:
                offset = await self._step(offset)
                wait = _FIRST_WAIT_SECONDS
            except TelegramUnauthorizedError:
                raise
            except NotStored as fault:
                # The offset stays: Telegram hands the same ones out again.
                self._log.error("telegram.not_stored", fault=str(fault), wait_seconds=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LAST_WAIT_SECONDS)
            except (TelegramAPIError, ClientDecodeError) as error:
                self.is_reached = False
                await self._recover(error, wait)
                wait = min(wait * 2, _LAST_WAIT_SECONDS)

    async def _step(self, offset: int | None) -> int | None:
        # After a failure the first answer is not waited for: it tells that Telegram is back.
        seconds = limits.LONG_POLL_SECONDS if self.is_reached else 0
        method = GetRawUpdates(offset=offset, timeout=seconds)
        raw = await self._bot(method, request_timeout=limits.LONG_POLL_SECONDS + 15)
        self.is_reached = True
        if not raw:
            return offset
        updates = [stored_of(item) for item in raw]
        await self._reception.take(updates)
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
