"""An educator tells a course's places that it is there: at most once a day each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from engine.cohorts import statements as sql
from engine.cohorts.errors import CourseNotPublished
from engine.cohorts.events import CourseWasAnnounced
from engine.cohorts.following import destination_of
from engine.courses.access import owned_course
from engine.courses.commands import CourseState
from engine.foundation.errors import NotFound
from engine.foundation.outbox import told_since
from engine.foundation.tx import Tx
from engine.people.commands import Role
from engine.people.queries import require_role


@dataclass(frozen=True)
class AnnounceCourse:
    """To these places, which must belong to cohorts of the course."""

    by_person_id: int
    course_id: int
    place_ids: tuple[int, ...]


@dataclass(frozen=True)
class CourseAnnounced:
    """Places that are told now, and those that were told earlier on the same UTC day."""

    course_id: int
    place_ids: tuple[int, ...]
    already: tuple[int, ...]


def announce_course(tx: Tx, command: AnnounceCourse) -> CourseAnnounced:
    """Has each place told of the course, where it was not today. By its educator or an
    administrator.

    Raises NotFound (course; a place that is not the course's), Forbidden, CourseNotPublished.
    """
    require_role(tx, command.by_person_id, Role.EDUCATOR, Role.ADMIN)
    course = owned_course(tx, command.by_person_id, command.course_id)
    if course.state != CourseState.PUBLISHED:
        raise CourseNotPublished(title=course.title)
    event = CourseWasAnnounced(course.id)
    today = datetime.combine(tx.now.astimezone(UTC).date(), time(tzinfo=UTC))
    fresh, already = [], []
    for place_id in dict.fromkeys(command.place_ids):
        place = tx.one(sql.FIND_PLACE, place_id=place_id)
        if place is None or place.state == "unlinked" or place.course_id != course.id:
            raise NotFound(what="place")
        if event in told_since(tx, CourseWasAnnounced, kind="place", id=place.id, since=today):
            already.append(place)
        else:
            fresh.append(place)
    if fresh:
        tx.emit(event, to=[destination_of(place) for place in fresh])
    return CourseAnnounced(
        course.id, tuple(place.id for place in fresh), tuple(place.id for place in already)
    )
