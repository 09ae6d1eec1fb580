"""What becomes of a place or a person's chat: rights taken or given, moved, blocked, back again."""

from __future__ import annotations

from dataclasses import replace

from bots.dialogue.registry import Answer
from bots.dialogue.request import AvailabilityChanged, PlaceChanged, Request
from bots.dialogue.visit import Surroundings, Visit
from engine.cohorts.commands import LosePlace, MendPlace, MovePlace, PlacesIn
from engine.cohorts.queries import places_in
from engine.cohorts.service import place_lost, place_mended, place_moved
from engine.people.commands import SetReachable
from engine.people.service import mark_reachable, mark_unreachable


async def place_changed(visit: Visit, given: PlaceChanged) -> Answer:
    linked = await _kept_true(visit.surroundings, visit.request, given)
    if given.what == "added" and not linked:
        return replace(visit.said("place-hello"), is_private=False)
    return None


async def place_changed_by_nobody(
    surroundings: Surroundings, request: Request, given: PlaceChanged
) -> None:
    """The same when the platform names no person."""
    await _kept_true(surroundings, request, given)


async def _kept_true(surroundings: Surroundings, request: Request, given: PlaceChanged) -> bool:
    """Keeps the cohort's places true; who looks after them is told by events. True: some are here.

    What is done is right however often it is done, so it needs no inbox key.
    """
    engine, place = surroundings.engine, request.place
    platform = request.sender.platform
    if given.what == "moved":
        moved = MovePlace(platform, place.chat_id, given.moved_to)
        return await engine.run(place_moved, moved) > 0
    hands = surroundings.hands.get(platform)
    if hands is None:  # the adapter is only just starting
        return False
    linked = await engine.read(places_in, PlacesIn(platform, place.chat_id))
    for found in linked:
        missing: tuple[str, ...] = ("member",)
        if given.what != "removed":
            at = replace(place, thread_id=found.thread_id)
            missing = await hands.missing_rights(at)
        is_deleted = missing in (("topic",), ("channel",))
        if missing and (found.state == "active" or is_deleted):
            await engine.run(place_lost, LosePlace(found.place_id, missing))
        elif not missing and found.state == "lost":
            await engine.run(place_mended, MendPlace(found.place_id))
    return bool(linked)


async def availability_changed(visit: Visit, given: AvailabilityChanged) -> Answer:
    change = mark_reachable if given.can_be_written_to else mark_unreachable
    await visit.run(change, SetReachable(visit.person_id, visit.platform))
    return None
