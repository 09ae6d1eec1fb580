"""Cohorts: opened for a course, joined by its learners, told of in the places they meet."""

from __future__ import annotations

import json
from typing import Any

from engine.cohorts import statements as sql
from engine.cohorts.commands import (
    CloseCohort,
    CohortOpened,
    LinkPlace,
    LosePlace,
    MendPlace,
    MovePlace,
    OpenCohort,
    PlaceLinked,
    PlaceMended,
    UnlinkPlace,
)
from engine.cohorts.errors import PlaceNotManaged, PlaceTaken
from engine.cohorts.events import PlaceLost, PlaceWasMended
from engine.cohorts.following import follow_all, unfollow_all
from engine.cohorts.joining import join_cohort, join_open_cohort, leave_cohort, owned_cohort
from engine.cohorts.weekly import post_weekly_standings
from engine.courses.access import owned_course
from engine.courses.words import slug
from engine.foundation import outbox
from engine.foundation.errors import NotFound
from engine.foundation.tx import Destination, Tx
from engine.people.locales import locale_of
from engine.people.names import clean_name
from engine.people.queries import admins, private_chats

TITLE_LIMIT = 80


def open_cohort(tx: Tx, command: OpenCohort) -> CohortOpened:
    """By an administrator or the course's educator. Raises NotFound, Forbidden."""
    course = owned_course(tx, command.by_person_id, command.course_id)
    title = clean_name(command.title, fallback=course.title, limit=TITLE_LIMIT)
    tx.lock("cohort_slug", slug(title))
    short = _free_slug(tx, title)
    cohort_id = tx.query(
        sql.ADD_COHORT,
        of_course=course.id,
        named=title,
        short=short,
        in_language=locale_of(command.language or course.language),
        by_person=command.by_person_id,
        at=tx.now,
    )[0].id
    return CohortOpened(cohort_id, short)


def close_cohort(tx: Tx, command: CloseCohort) -> None:
    """Takes nobody new and posts no standings; its places go on hearing of its members.

    Raises NotFound, Forbidden.
    """
    cohort = owned_cohort(tx, command.by_person_id, command.cohort_id)
    tx.change(sql.CLOSE_COHORT, cohort_id=cohort.id)


def link_place(tx: Tx, command: LinkPlace) -> PlaceLinked:
    """The place hears of the cohort's members from now on. Again is the same: names are renewed and
    a lost place is mended. Where the cohort's topic or channel was deleted, the new one takes its
    place, with all that waits for it.

    Raises NotFound, Forbidden (not one's cohort), PlaceNotManaged (not one's group), PlaceTaken.
    """
    tx.lock("cohort", command.cohort_id)
    cohort = owned_cohort(tx, command.by_person_id, command.cohort_id)
    title = clean_name(command.title, limit=TITLE_LIMIT)
    if not command.can_manage_place:
        raise PlaceNotManaged(title=title)
    known = tx.one(
        sql.FIND_PLACE_AT,
        on_platform=command.platform,
        in_chat=command.chat_id,
        in_thread=command.thread_id,
    )
    if known is not None and known.state != "unlinked" and known.cohort_id != cohort.id:
        raise PlaceTaken(title=known.cohort_title)
    described = {
        "of_cohort": cohort.id,
        "in_guild": command.guild_id,
        "named": title,
        "in_language": locale_of(command.language or cohort.language),
        "by_person": command.by_person_id,
        "at": tx.now,
    }
    found = known if known is not None else _deleted_place(tx, cohort, command)
    if found is None:
        place_id = tx.query(
            sql.ADD_PLACE,
            on_platform=command.platform,
            in_chat=command.chat_id,
            in_thread=command.thread_id,
            **described,
        )[0].id
    else:
        place_id = found.id
        tx.change(sql.LINK_PLACE, place_id=place_id, **described)
        outbox.release_held(tx, kind="place", id=place_id)
    follow_all(tx, cohort, _place(tx, place_id))
    is_new = known is None or known.state == "unlinked"
    return PlaceLinked(place_id, cohort.id, is_new)


def unlink_place(tx: Tx, command: UnlinkPlace) -> bool:
    """The place hears nothing any more; False when it was not linked.

    Raises NotFound, Forbidden.
    """
    tx.lock("place", command.place_id)
    place = _place(tx, command.place_id)
    tx.lock("cohort", place.cohort_id)
    owned_cohort(tx, command.by_person_id, place.cohort_id)
    if place.state == "unlinked":
        return False
    _unlink(tx, place)
    return True


def place_moved(tx: Tx, command: MovePlace) -> int:
    """The chat has another id: its places, with all that waits for them, move along; how many."""
    tx.lock("chat", command.chat_id, command.new_chat_id)
    moved = 0
    for place in tx.query(
        sql.PLACES_IN_CHAT, on_platform=command.platform, in_chat=command.chat_id
    ):
        there = tx.one(
            sql.FIND_PLACE_AT,
            on_platform=command.platform,
            in_chat=command.new_chat_id,
            in_thread=place.thread_id,
        )
        if there is None:
            tx.change(sql.MOVE_PLACE, place_id=place.id, to_chat=command.new_chat_id)
            moved += 1
        elif there.id != place.id and place.state != "unlinked":
            _unlink(tx, place)  # it was linked anew under its new id already
    return moved


def place_lost(tx: Tx, command: LosePlace) -> bool:
    """The bot may not write there: what comes is held, and who can mend it is told, once.

    False when just that was known. Raises NotFound.
    """
    tx.lock("place", command.place_id)
    place = _place(tx, command.place_id)
    missing = json.dumps(sorted(set(command.missing)))
    if place.state == "unlinked" or (place.state, place.missing_rights) == ("lost", missing):
        return False
    tx.change(sql.SET_PLACE_STATE, place_id=place.id, new_state="lost", missing=missing)
    event = PlaceLost(place.id, place.cohort_id, tuple(sorted(set(command.missing))))
    tx.emit(event, to=_caretakers(tx, place))
    return True


def place_mended(tx: Tx, command: MendPlace) -> PlaceMended:
    """The bot may write there again: what waited goes out. Raises NotFound."""
    tx.lock("place", command.place_id)
    place = _place(tx, command.place_id)
    if place.state != "lost":
        return PlaceMended(place.id, 0)
    tx.change(sql.SET_PLACE_STATE, place_id=place.id, new_state="active", missing="[]")
    released = outbox.release_held(tx, kind="place", id=place.id)
    tx.emit(PlaceWasMended(place.id, place.cohort_id, released), to=_caretakers(tx, place))
    return PlaceMended(place.id, released)


def _place(tx: Tx, place_id: int) -> Any:
    row = tx.one(sql.FIND_PLACE, place_id=place_id)
    if row is None:
        raise NotFound(what="place")
    return row


def _deleted_place(tx: Tx, cohort: Any, command: LinkPlace) -> Any | None:
    """The cohort's place in this group or guild whose topic or channel is no more, now here."""
    row = tx.one(
        sql.FIND_DELETED_PLACE,
        on_platform=command.platform,
        of_cohort=cohort.id,
        in_chat=command.chat_id,
        in_guild=command.guild_id,
    )
    if row is not None:
        tx.change(
            sql.RELOCATE_PLACE,
            place_id=row.id,
            to_chat=command.chat_id,
            to_thread=command.thread_id,
        )
    return row


def _unlink(tx: Tx, place: Any) -> None:
    unfollow_all(tx, place)
    tx.change(sql.SET_PLACE_STATE, place_id=place.id, new_state="unlinked", missing="[]")


def _caretakers(tx: Tx, place: Any) -> tuple[Destination, ...]:
    return private_chats(tx, [place.linked_by, *admins(tx, None)])


def _free_slug(tx: Tx, title: str) -> str:
    wanted = slug(title)
    short, number = wanted, 1
    while tx.one(sql.FIND_SLUG, short=short) is not None:
        number += 1
        short = f"{wanted}-{number}"
    return short


__all__ = [
    "close_cohort",
    "join_cohort",
    "join_open_cohort",
    "leave_cohort",
    "link_place",
    "open_cohort",
    "place_lost",
    "place_mended",
    "place_moved",
    "post_weekly_standings",
    "unlink_place",
]
