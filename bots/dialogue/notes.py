"""The last step of the delivery ladder: what waited for somebody whose private chat is closed is
shown where they are, as a note that nobody else sees."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bots.dialogue.mailroom import Address, told
from bots.dialogue.ports import Shown
from bots.dialogue.request import ActionPressed, CommandGiven, FormSubmitted
from bots.dialogue.screen import Mode, Screen
from bots.dialogue.visit import Visit
from engine.foundation.door import Engine
from engine.foundation.outbox import (
    ClaimedDelivery,
    ClaimHeld,
    EndDelivery,
    HeldQuery,
    claim_held,
    end_delivery,
    is_anything_held,
)
from engine.foundation.richtext import text

MOST_AT_ONCE = 5
log = structlog.get_logger()


async def what_waited(visit: Visit, shown: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """Screens to follow an answer. Each is claimed and ended by `was_shown`; after a crash in
    between it is held again when its claim runs out."""
    given = visit.request.given
    is_answered_privately = visit.has_private_notes and not visit.place.is_private
    is_asking = isinstance(given, CommandGiven | ActionPressed | FormSubmitted)
    if visit.person.can_be_written_to or not (is_answered_privately and is_asking):
        return ()
    if any(screen.form for screen in shown):
        return ()  # a modal takes nothing beside it: the next visit has room
    if not await visit.read(is_anything_held, HeldQuery("person", visit.person_id)):
        return ()
    screens = await _notes(visit)
    if not screens:
        return ()
    texts = visit.texts
    heading = Screen(
        title=texts("waited-title", waiting=len(screens)),
        body=(text(texts("waited-why")),),
        mode=Mode.NEW,
    )
    return (heading, *screens)


async def was_shown(engine: Engine, shown: Shown) -> None:
    """Never to be shown again; or, when it could not be, at the next visit."""
    ending = EndDelivery(shown.screen.delivery_id, "held", error="the note could not be shown")
    if shown.is_shown:
        ending = EndDelivery(ending.id, "sent", message_id=shown.message_id or None)
    await engine.run(end_delivery, ending)


async def _notes(visit: Visit) -> list[Screen]:
    """The oldest that are news still."""
    screens: list[Screen] = []
    while len(screens) < MOST_AT_ONCE:
        # Without an inbox key: what this request has claimed once is not its to claim again.
        wanted = ClaimHeld(visit.person_id, limit=MOST_AT_ONCE - len(screens))
        claimed = await visit.surroundings.engine.run(claim_held, wanted)
        if not claimed:
            break
        screens += [note for one in claimed if (note := await _note(visit, one)) is not None]
    return screens


async def _note(visit: Visit, delivery: ClaimedDelivery) -> Screen | None:
    engine = visit.surroundings.engine
    address = Address(
        visit.platform,
        0,
        0,
        visit.request.sender.platform_user_id,
        visit.person.locale,
        visit.person.zone,
        person_id=visit.person_id,
    )
    try:
        screen = await told(visit.surroundings, address, delivery.event)
    except Exception:
        # It comes back when its claim runs out, as often as any other.
        log.exception("delivery.not_rendered", delivery_id=delivery.id)
        return None
    if screen is None:
        await engine.run(end_delivery, EndDelivery(delivery.id, "dropped", error="nothing to tell"))
        return None
    return replace(screen, is_private=True, mode=Mode.NEW, delivery_id=delivery.id)
