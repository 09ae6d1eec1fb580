"""Telegram's rates: who may send next, by priority, and never faster than the platform allows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum


class Priority(IntEnum):
    """Lower goes first."""

    INTERACTIVE = 0
    LIVE_QUIZ = 1
    COHORT = 2
    BROADCAST = 3


class TooBusy(Exception):
    """The queue is full: what is not interactive comes back later."""


@dataclass(frozen=True)
class Rates:
    """Messages a second over all and per chat, a minute per group; bursts are how many at once."""

    overall_per_second: float = 30.0
    overall_burst: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 20  # a person who presses fast is answered fast; sustained, one a second
    group_per_minute: float = 20.0
    group_burst: int = 20
    waiting: int = 1000


@dataclass
class Bucket:
    """Tokens that come back with time."""

    per_second: float
    size: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return 0.0 if self.tokens >= 1.0 else (1.0 - self.tokens) / self.per_second

    @property
    def is_full(self) -> bool:
        return self.tokens >= self.size


@dataclass(order=True)
class _Waiter:
    priority: int
    number: int
    chat_id: int = field(compare=False)
    is_new: bool = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Limiter:
    """One for each bot. `pause` obeys what the platform says beyond the known rates."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._overall = Bucket(
            rates.overall_per_second, rates.overall_burst, rates.overall_burst, 0.0
        )
        self._chats: dict[int, Bucket] = {}
        self._paused: dict[int, float] = {}  # until when; 0 is every chat
        self._last_pause: tuple[int, float] = (0, float("-inf"))
        self._waiters: list[_Waiter] = []
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None
        self.waits = 0  # how many had to wait
        self.waited_seconds = 0.0

    async def acquire(self, chat_id: int, priority: Priority, *, is_new: bool) -> None:
        """Returns when this chat may be written to. An edit (`is_new` False) in a private chat
        counts over all only. Raises TooBusy for what is not interactive when too many wait."""
        if len(self._waiters) >= self._rates.waiting and priority is not Priority.INTERACTIVE:
            raise TooBusy
        loop = asyncio.get_running_loop()
        self._number += 1
        waiter = _Waiter(priority, self._number, chat_id, is_new, loop.create_future())
        self._waiters.append(waiter)
        self._waiters.sort()
        self._pump()
        began = loop.time()
        self.waits += not waiter.turn.done()
        try:
            await waiter.turn
            self.waited_seconds += loop.time() - began
        except asyncio.CancelledError:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            raise

    def pause(self, chat_id: int, seconds: float) -> None:
        """Nothing to this chat for so long. A second chat refused within a second means that the
        refusal was for the bot as a whole: then nothing to anyone."""
        now = asyncio.get_running_loop().time()
        before, at = self._last_pause
        self._last_pause = (chat_id, now)
        is_overall = before != chat_id and now - at < 1.0
        for key in {chat_id, 0} if is_overall else {chat_id}:
            self._paused[key] = max(self._paused.get(key, 0.0), now + seconds)

    def _pump(self) -> None:
        """Lets everyone go whose turn it is, and sets the alarm for the next."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._forget(now)
        soonest = float("inf")
        blocked: set[int] = set()
        for waiter in list(self._waiters):
            if waiter.chat_id in blocked:
                continue  # messages of one chat keep their order
            wait = self._wait(waiter, now)
            if wait > 0:
                blocked.add(waiter.chat_id)
                soonest = min(soonest, wait)
                continue
            self._take(waiter, now)
            self._waiters.remove(waiter)
            if not waiter.turn.done():
                waiter.turn.set_result(None)
        if self._waiters:
            self._timer = loop.call_later(max(soonest, 0.001), self._pump)

    def _wait(self, waiter: _Waiter, now: float) -> float:
        paused = max(self._paused.get(waiter.chat_id, 0.0), self._paused.get(0, 0.0)) - now
        chat = 0.0
        if self._counts(waiter):
            chat = self._bucket(waiter.chat_id, now).wait(now)
        return max(paused, chat, self._overall.wait(now))

    def _take(self, waiter: _Waiter, now: float) -> None:
        self._overall.tokens -= 1.0
        if self._counts(waiter):
            self._bucket(waiter.chat_id, now).tokens -= 1.0

    def _counts(self, waiter: _Waiter) -> bool:
        return waiter.is_new or waiter.chat_id < 0

    def _bucket(self, chat_id: int, now: float) -> Bucket:
        bucket = self._chats.get(chat_id)
        if bucket is None:
            rates = self._rates
            if chat_id < 0:  # groups and channels have negative ids
                size = float(rates.group_burst)
                bucket = Bucket(rates.group_per_minute / 60.0, size, size, now)
            else:
                size = float(rates.chat_burst)
                bucket = Bucket(rates.chat_per_second, size, size, now)
            self._chats[chat_id] = bucket
        return bucket

    def _forget(self, now: float) -> None:
        """Chats that are as good as new take no memory."""
        if len(self._chats) > 4096:
            for chat_id, bucket in list(self._chats.items()):
                bucket.wait(now)
                if bucket.is_full:
                    del self._chats[chat_id]
        for chat_id in [key for key, until in self._paused.items() if until <= now]:
            del self._paused[chat_id]
