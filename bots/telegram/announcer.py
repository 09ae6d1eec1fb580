"""Says by itself what the outbox holds for Telegram, and reports what became of each delivery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from bots.dialogue.ports import Later, Mailroom, Moved, Parcel, Refused, Sent
from bots.telegram.failures import outcome_of
from bots.telegram.limiter import Priority
from bots.telegram.messenger import Messenger
from bots.telegram.render import Target
from bots.telegram.sender import PRIORITY

Log = structlog.typing.FilteringBoundLogger

_POLL_SECONDS = 0.2
_AT_ONCE = 30
_AFTER_FAULT_SECONDS = 2.0


class Announcer:
    """Claims, sends, reports. A crash between sending and reporting repeats the message."""

    def __init__(
        self, mailroom: Mailroom, messenger: Messenger, on_activity: Callable[[], None], log: Log
    ) -> None:
        self._mailroom = mailroom
        self._messenger = messenger
        self._on_activity = on_activity
        self._log = log
        self._woken = asyncio.Event()
        self.under_way = 0

    def wake(self) -> None:
        """Something was put into the outbox: look now instead of in a moment."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled. A mailroom that fails is asked again a little later."""
        while True:
            try:
                count = await self.step()
            except Exception:
                self._log.exception("telegram.announcer_failed")
                await asyncio.sleep(_AFTER_FAULT_SECONDS)
                continue
            if count == 0:
                await self._rest()

    async def step(self) -> int:
        """One round: how many parcels it dealt with."""
        self._woken.clear()
        parcels = await self._mailroom.claim("telegram", limit=_AT_ONCE)
        if not parcels:
            return 0
        self.under_way = len(parcels)
        try:
            chats: dict[int, list[Parcel]] = {}
            for parcel in parcels:
                chats.setdefault(parcel.chat_id, []).append(parcel)
            await asyncio.gather(*(self._deliver_in_order(queue) for queue in chats.values()))
        finally:
            self.under_way = 0
        return len(parcels)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(_POLL_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _deliver_in_order(self, parcels: Sequence[Parcel]) -> None:
        for parcel in parcels:
            outcome = await self._send(parcel)
            await self._mailroom.report(parcel.delivery_id, outcome)
            self._on_activity()

    async def _send(self, parcel: Parcel) -> Sent | Refused | Moved | Later:
        target = Target(
            parcel.chat_id, thread_id=parcel.thread_id, is_silent=parcel.screen.is_silent
        )
        token = PRIORITY.set(_priority(parcel.priority))
        try:
            messages = await self._messenger.show(parcel.screen, target)
        except Exception as error:  # whatever it was, the delivery must not stay claimed for ever
            outcome = outcome_of(error, parcel.chat_id)
            self._log.info(
                "telegram.not_delivered",
                delivery_id=parcel.delivery_id,
                outcome=type(outcome).__name__,
                error=type(error).__name__,
            )
            return outcome
        finally:
            PRIORITY.reset(token)
        return Sent(messages[0].message_id if messages else 0)


def _priority(value: int) -> Priority:
    return Priority(min(max(value, Priority.INTERACTIVE), Priority.BROADCAST))
