"""A course is announced by its educator, in its own places, once a day each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from engine.cohorts.announcing import AnnounceCourse, CourseAnnounced, announce_course
from engine.cohorts.commands import LinkPlace, LosePlace, OpenCohort, UnlinkPlace
from engine.cohorts.errors import CourseNotPublished
from engine.cohorts.events import CourseWasAnnounced
from engine.cohorts.service import link_place, open_cohort, place_lost, unlink_place
from engine.courses.commands import PublishCourse
from engine.courses.service import unpublish_course
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.people.commands import Role
from tests.engine.courses.teaching import course, imported, met


@dataclass(frozen=True)
class Taught:
    """A course with a place on each platform."""

    educator: int
    course_id: int
    group: int
    channel: int

    def announce(self, *place_ids: int) -> AnnounceCourse:
        return AnnounceCourse(self.educator, self.course_id, place_ids)


async def _taught(engine: Engine, educator: int, slug: str, chat_id: int) -> Taught:
    course_id = (await imported(engine, educator, course(2, slug=slug))).course.course_id
    cohort = (await engine.run(open_cohort, OpenCohort(educator, course_id, slug))).cohort_id
    places = [
        (await engine.run(
            link_place, LinkPlace(educator, cohort, platform, chat_id, can_manage_place=True)
        )).place_id
        for platform in ("telegram", "discord")
    ]  # fmt: skip
    return Taught(educator, course_id, *places)


@pytest.fixture
async def taught(engine: Engine) -> Taught:
    educator = await met(engine, 1, Role.EDUCATOR)
    return await _taught(engine, educator, "rivers", 500)


async def told(engine: Engine, platform: str) -> list[tuple[int, object]]:
    """The places newly told on the platform, and of what."""
    claimed = await engine.run(claim_deliveries, ClaimDeliveries(platform))
    return [(delivery.to_id, delivery.event) for delivery in claimed]


async def test_each_place_is_told_on_its_platform(engine: Engine, taught: Taught) -> None:
    done = await engine.run(announce_course, taught.announce(taught.group, taught.channel))
    assert done == CourseAnnounced(taught.course_id, (taught.group, taught.channel), ())
    event = CourseWasAnnounced(taught.course_id)
    assert await told(engine, "telegram") == [(taught.group, event)]
    assert await told(engine, "discord") == [(taught.channel, event)]


async def test_a_place_hears_of_a_course_once_a_day(
    engine: Engine, taught: Taught, clock: FrozenClock
) -> None:
    await engine.run(announce_course, taught.announce(taught.group, taught.group))
    assert len(await told(engine, "telegram")) == 1
    again = await engine.run(announce_course, taught.announce(taught.group, taught.channel))
    assert (again.place_ids, again.already) == ((taught.channel,), (taught.group,))
    assert await told(engine, "telegram") == []
    assert len(await told(engine, "discord")) == 1
    clock.move_to(clock.now() + timedelta(days=1))
    tomorrow = await engine.run(announce_course, taught.announce(taught.group))
    assert (tomorrow.place_ids, tomorrow.already) == ((taught.group,), ())


async def test_another_course_has_its_own_day(engine: Engine, taught: Taught) -> None:
    """Also in one chat: a place that moved on to another course hears of that one."""
    await engine.run(announce_course, taught.announce(taught.group))
    await engine.run(unlink_place, UnlinkPlace(taught.educator, taught.group))
    lakes = await _taught(engine, taught.educator, "lakes", 600)
    cohort = await engine.run(open_cohort, OpenCohort(taught.educator, lakes.course_id, "Lakes"))
    moved = await engine.run(
        link_place,
        LinkPlace(
            taught.educator, cohort.cohort_id, "telegram", 500, can_manage_place=True
        ),
    )  # fmt: skip
    assert moved.place_id == taught.group
    done = await engine.run(announce_course, lakes.announce(moved.place_id))
    assert done.place_ids == (taught.group,)


async def test_only_its_educator_and_only_in_its_own_places(engine: Engine, taught: Taught) -> None:
    other = await met(engine, 2, Role.EDUCATOR)
    learner = await met(engine, 3)
    lakes = await _taught(engine, other, "lakes", 600)
    for person_id in (other, learner):
        command = AnnounceCourse(person_id, taught.course_id, (taught.group,))
        with pytest.raises(Forbidden):
            await engine.run(announce_course, command)
    for place_id in (lakes.group, 999):
        with pytest.raises(NotFound):
            await engine.run(announce_course, taught.announce(taught.group, place_id))
    assert await told(engine, "telegram") == []


async def test_a_draft_and_an_unlinked_place_are_refused(engine: Engine, taught: Taught) -> None:
    await engine.run(unlink_place, UnlinkPlace(taught.educator, taught.channel))
    with pytest.raises(NotFound):
        await engine.run(announce_course, taught.announce(taught.channel))
    await engine.run(unpublish_course, PublishCourse(taught.educator, taught.course_id))
    with pytest.raises(CourseNotPublished):
        await engine.run(announce_course, taught.announce(taught.group))


async def test_a_lost_place_is_told_once_it_is_mended(engine: Engine, taught: Taught) -> None:
    await engine.run(place_lost, LosePlace(taught.group, ("send_messages",)))
    done = await engine.run(announce_course, taught.announce(taught.group))
    assert done.place_ids == (taught.group,)
    again = await engine.run(announce_course, taught.announce(taught.group))
    assert again.already == (taught.group,)
