"""Who may ask Discord next of the bot's own accord: the most urgent, within the global rate."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from bots.discord import limits

INTERACTIVE = 0


@dataclass(order=True)
class _Waiter:
    priority: int
    number: int
    turn: asyncio.Future[None] = field(compare=False)


class Gate:
    """discord.py keeps each route's rate, but learns of the global one only by breaking it, and
    then holds up whoever is next. Here a broadcast waits behind an answer. Answers to interactions
    pass by: Discord does not count them."""

    def __init__(
        self,
        *,
        per_second: float = limits.REQUESTS_A_SECOND,
        burst: float = limits.REQUESTS_AT_ONCE,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._at = 0.0
        self._waiters: list[_Waiter] = []
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None
        self.waits = 0  # how many had to wait
        self.waited_seconds = 0.0

    async def enter(self, priority: int) -> None:
        """Returns when it is this one's turn."""
        loop = asyncio.get_running_loop()
        self._number += 1
        waiter = _Waiter(priority, self._number, loop.create_future())
        self._waiters.append(waiter)
        self._waiters.sort()
        self._let_in()
        if waiter.turn.done():
            return
        self.waits += 1
        began = loop.time()
        try:
            await waiter.turn
        finally:
            self.waited_seconds += loop.time() - began
            with suppress(ValueError):  # cancelled while it waited
                self._waiters.remove(waiter)

    def _let_in(self) -> None:
        """Everybody for whom there is room, and an alarm for the next."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        while self._waiters and self._tokens >= 1.0:
            waiter = self._waiters.pop(0)
            if not waiter.turn.done():
                self._tokens -= 1.0
                waiter.turn.set_result(None)
        if self._waiters:
            wait = (1.0 - self._tokens) / self._per_second
            self._timer = loop.call_later(max(wait, 0.001), self._let_in)
