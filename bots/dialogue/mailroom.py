"""What is told by itself: claims due deliveries, renders them in their reader's language,
records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import structlog

from bots.dialogue.ports import Hands, Later, Moved, Parcel, Refused, Sent
from bots.dialogue.registry import registry
from bots.dialogue.screen import Screen
from bots.dialogue.texts import Texts
from bots.dialogue.tokens import make
from bots.dialogue.visit import Surroundings
from engine.cohorts.commands import LosePlace, MovePlace, PlaceCard, PlaceQuery
from engine.cohorts.queries import place_of
from engine.cohorts.service import place_lost, place_moved
from engine.foundation.outbox import (
    ClaimDeliveries,
    ClaimedDelivery,
    EndDelivery,
    claim_deliveries,
    destination_of,
    end_delivery,
)
from engine.foundation.tx import ReadTx
from engine.people.commands import AccountQuery
from engine.people.queries import account_on, community, person_card, survivor_of
from engine.people.reaching import NotReached, not_reached

C = TypeVar("C")
R = TypeVar("R")
log = structlog.get_logger()


@dataclass(frozen=True)
class Address:
    """Where a delivery goes: the platform's ids, and who or which place it is in the engine."""

    platform: str
    chat_id: int
    thread_id: int
    user_id: int
    locale: str
    zone: str | None
    person_id: int = 0
    place_id: int = 0


class _Unreachable(Exception):
    """The person has closed their private chat to us, or has no account there any more."""


class Telling:
    """What an announcement may ask while it makes its screen."""

    def __init__(self, surroundings: Surroundings, address: Address) -> None:
        self._surroundings = surroundings
        self.address = address
        self.texts = Texts(address.locale, address.zone)

    async def read(self, question: Callable[[ReadTx, C], R], query: C) -> R:
        return await self._surroundings.engine.read(question, query)

    def hands_of(self, platform: str) -> Hands | None:
        return self._surroundings.hands.get(platform)

    def token(self, name: str, *arguments: int | str) -> str:
        """A button for the person it is told to; for anyone when it is told in a place."""
        kind = "o" if self.address.person_id else "p"
        if name not in registry.actions:
            raise KeyError(name)
        return make(self._surroundings.key, kind, name, arguments, self.address.person_id)


async def told(surroundings: Surroundings, address: Address, event: object) -> Screen | None:
    """An event as its reader is told of it; None for what is no news any more."""
    announce = registry.announcements.get(type(event))
    if announce is None:
        return None
    screen: Screen | None = await announce(
        Telling(surroundings, address), await _as_of_now(surroundings, event)
    )
    return screen


async def _as_of_now(surroundings: Surroundings, event: Any) -> Any:
    """Of somebody whose accounts were linked since, it is told of who they are now."""
    person_id = getattr(event, "person_id", None)
    if person_id is None:
        return event
    now = await surroundings.engine.read(survivor_of, person_id)
    return event if now == person_id else replace(event, person_id=now)


class EngineMailroom:
    """The `Mailroom` of both announcers, on the engine's outbox."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._engine = surroundings.engine

    async def claim(self, platform: str, *, limit: int) -> Sequence[Parcel]:
        claimed = await self._engine.run(
            claim_deliveries, ClaimDeliveries(platform=platform, limit=limit)
        )
        parcels = []
        for delivery in claimed:
            if await self._is_for_a_lost_place(delivery):
                # It waits with the others until somebody mends the place.
                await self._end(EndDelivery(delivery.id, "held", error="lost"))
                continue
            try:
                parcel = await self._parcel(platform, delivery)
            except _Unreachable:
                closed = NotReached(delivery.to_id, delivery.id, platform, "cannot be written to")
                await self._engine.run(not_reached, closed)
                continue
            except Exception:
                log.exception("delivery.not_rendered", delivery_id=delivery.id)
                await self._end(EndDelivery(delivery.id, "due", again_in_seconds=60.0))
                continue
            if parcel is None:
                await self._end(EndDelivery(delivery.id, "dropped", error="nothing to tell"))
            else:
                parcels.append(parcel)
        return parcels

    async def _is_for_a_lost_place(self, delivery: ClaimedDelivery) -> bool:
        if delivery.to_kind != "place":
            return False
        place = await self._engine.read(place_of, PlaceQuery(delivery.to_id))
        return place is not None and place.state == "lost"

    async def _parcel(self, platform: str, delivery: ClaimedDelivery) -> Parcel | None:
        address = await self._address(platform, delivery)
        if address is None:
            return None
        screen = await told(self._surroundings, address, delivery.event)
        if screen is None:
            return None
        return Parcel(
            delivery_id=delivery.id,
            nonce=f"d{delivery.id}",
            chat_id=address.chat_id,
            thread_id=address.thread_id,
            user_id=address.user_id,
            screen=replace(screen, is_private=False) if address.place_id else screen,
            priority=delivery.priority,
        )

    async def _address(self, platform: str, delivery: ClaimedDelivery) -> Address | None:
        if delivery.to_kind == "place":
            place = await self._engine.read(place_of, PlaceQuery(delivery.to_id))
            if place is None or place.state != "active":
                return None
            return Address(
                platform, place.chat_id, place.thread_id, 0, place.language,
                (await self._engine.read(community, None)).zone, place_id=delivery.to_id,
            )  # fmt: skip
        account = await self._engine.read(account_on, AccountQuery(delivery.to_id, platform))
        if account is None or not account.can_be_written_to:
            raise _Unreachable
        card = await self._engine.read(person_card, delivery.to_id)
        is_discord = platform == "discord"
        return Address(
            platform,
            0 if is_discord else account.platform_user_id,
            0,
            account.platform_user_id if is_discord else 0,
            card.locale,
            card.zone,
            person_id=delivery.to_id,
        )

    async def report(self, delivery_id: int, outcome: Sent | Refused | Moved | Later) -> None:
        match outcome:
            case Sent(message_id):
                await self._end(EndDelivery(delivery_id, "sent", message_id=message_id))
            case Later(seconds, reason):
                await self._end(
                    EndDelivery(delivery_id, "due", error=reason, again_in_seconds=seconds)
                )
            case Moved(chat_id):
                place = await self._place_of(delivery_id)
                if place is not None:
                    await self._engine.run(
                        place_moved, MovePlace(place.platform, place.chat_id, chat_id)
                    )
                await self._end(EndDelivery(delivery_id, "due", error="moved"))
            case Refused(why, missing):
                await self._refused(delivery_id, why, missing)

    async def _refused(self, delivery_id: int, why: str, missing: tuple[str, ...]) -> None:
        """The ladder: whose chat or place refused is marked. What a person was to hear goes to
        their other platform, or is held until they come back; what a place was to hear is held
        until it is mended."""
        found = await self._engine.read(destination_of, delivery_id)
        if found is None:
            return
        if found.kind == "person":
            refused = NotReached(found.id, delivery_id, found.platform, why)
            await self._engine.run(not_reached, refused)
            return
        await self._end(EndDelivery(delivery_id, "held", error=why))
        lost = missing or (("member",) if why in ("blocked", "gone") else ("send_messages",))
        await self._engine.run(place_lost, LosePlace(found.id, lost))

    async def _place_of(self, delivery_id: int) -> PlaceCard | None:
        found = await self._engine.read(destination_of, delivery_id)
        if found is None or found.kind != "place":
            return None
        return await self._engine.read(place_of, PlaceQuery(found.id))

    async def _end(self, command: EndDelivery) -> None:
        state = await self._engine.run(end_delivery, command)
        if state == "dead":
            log.warning("delivery.dead", delivery_id=command.id, error=command.error)
