"""Sends what the program has to say by itself, and reports what became of each parcel."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

import discord

from bots.dialogue.ports import Later, Mailroom, Moved, Parcel, Refused, Sent
from bots.discord import limits
from bots.discord.lanes import Lanes, Turn
from bots.discord.render import bare, messages_of
from bots.discord.rights import DiscordHands
from bots.discord.wire import FAULTS, UNKNOWN_CHANNEL, Wire, code_of

Outcome = Sent | Refused | Moved | Later

_POLL_SECONDS = 0.2
_AFTER_FAULT_SECONDS = 2.0
_AFTER_REFUSED_BODY_SECONDS = 300.0
_CLOSED_DMS = {50007, 50278}  # cannot send to this person; no guild in common
_GONE = {10004, 10013}  # unknown guild, user
_NO_ACCESS, _NO_RIGHT, _EMPTY, _INVALID_BODY = 50001, 50013, 50006, 50035


class Announcer:
    """Runs until stopped. Parcels for one place go out in the order they were claimed in."""

    def __init__(self, *, mailroom: Mailroom, wire: Wire, hands: DiscordHands, log: Any) -> None:
        self._mailroom = mailroom
        self._wire = wire
        self._hands = hands
        self._log = log
        self._lanes = Lanes()
        self._bell = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._is_claiming = False
        self._is_stopping = False
        self.sent = 0

    @property
    def is_idle(self) -> bool:
        return not self._under_way and not self._is_claiming

    def wake(self) -> None:
        """There may be something to send: do not wait for the next round."""
        self._bell.set()

    async def stop(self) -> None:
        """Claims nothing more and returns when all that was claimed is sent and reported."""
        self._is_stopping = True
        self._bell.set()
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def run(self) -> None:
        try:
            while not self._is_stopping:
                self._bell.clear()
                parcels = await self._claim()
                for parcel in parcels:
                    turn = self._lanes.take((parcel.user_id, parcel.thread_id or parcel.chat_id))
                    task = asyncio.create_task(self._deliver(parcel, turn))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
                self._is_claiming = False
                await self._rest(bool(parcels))
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _claim(self) -> Sequence[Parcel]:
        self._is_claiming = True
        try:
            return await self._mailroom.claim(
                "discord", limit=limits.SENDS_UNDER_WAY - len(self._under_way)
            )
        except Exception:
            # The mailroom is the engine's: its faults pass, and the announcer must outlive them.
            self._log.exception("claim_failed")
            return ()

    async def _rest(self, had_parcels: bool) -> None:
        if len(self._under_way) >= limits.SENDS_UNDER_WAY:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        elif not had_parcels:
            try:
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._bell.wait()
            except TimeoutError:
                return

    async def _deliver(self, parcel: Parcel, turn: Turn) -> None:
        log = self._log.bind(delivery=parcel.delivery_id)
        async with turn:
            await turn.come()
            try:
                outcome = await self._attempt(parcel, log)
                await self._mailroom.report(parcel.delivery_id, outcome)
            except Exception:
                # The delivery stays claimed and comes back when its claim runs out.
                log.exception("delivery_failed")
        self.sent += 1

    async def _attempt(self, parcel: Parcel, log: Any) -> Outcome:
        try:
            return Sent(await self._send(parcel, is_bare=False))
        except FAULTS as fault:
            if code_of(fault) != _INVALID_BODY:
                return self._outcome(parcel, fault, log)
            log.error("parcel_refused_by_discord", detail=str(getattr(fault, "text", ""))[:300])
        try:
            return Sent(await self._send(parcel, is_bare=True))
        except FAULTS as fault:
            return self._outcome(parcel, fault, log)

    async def _send(self, parcel: Parcel, *, is_bare: bool) -> int:
        if parcel.user_id:
            channel = await self._wire.direct_channel(parcel.user_id, priority=parcel.priority)
        else:
            channel = parcel.thread_id or parcel.chat_id
        message_id = 0
        messages = [bare(parcel.screen)] if is_bare else messages_of(parcel.screen)
        for number, message in enumerate(messages):
            message_id = await self._wire.send(
                channel,
                message,
                nonce=nonce_of(parcel.nonce, number),
                is_silent=parcel.screen.is_silent,
                priority=parcel.priority,
            )
        return message_id

    def _outcome(self, parcel: Parcel, fault: BaseException, log: Any) -> Outcome:
        code = code_of(fault)
        log.info("delivery_not_made", code=code, fault=type(fault).__name__)
        if code in _CLOSED_DMS:
            return Refused("closed_dms")
        if code == UNKNOWN_CHANNEL:
            return Refused("gone", ("channel",))
        if code in _GONE:
            return Refused("gone")
        if code in (_NO_ACCESS, _NO_RIGHT, _EMPTY):
            return Refused("no_right", self._missing(parcel, code))
        if isinstance(fault, discord.RateLimited):
            return Later(fault.retry_after, "rate limited")
        if code == _INVALID_BODY:
            return Later(_AFTER_REFUSED_BODY_SECONDS, "Discord refuses the message's form")
        reason = f"{type(fault).__name__} {getattr(fault, 'status', '')}".strip()
        return Later(_AFTER_FAULT_SECONDS, reason)

    def _missing(self, parcel: Parcel, code: int) -> tuple[str, ...]:
        """Discord does not say which right it was: what the place lacks, else the likeliest."""
        likely = {_NO_ACCESS: "view_channel", _EMPTY: "embed_links"}.get(code, "send_messages")
        missing = self._hands.missing_in(parcel.thread_id or parcel.chat_id, parcel.chat_id)
        return missing or (likely,)


def nonce_of(nonce: str, number: int) -> str:
    """A message's nonce: the parcel's own where it fits, and the same at each attempt."""
    name = f"{nonce}.{number}" if number else nonce
    if len(name) <= limits.NONCE:
        return name
    return hashlib.blake2b(name.encode(), digest_size=12).hexdigest()
