"""On Mondays each place hears how its own members' week was, named as they allow."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.cohorts.commands import (
    CloseCohort,
    JoinCohort,
    LinkPlace,
    LosePlace,
    OpenCohort,
    StandingsQuery,
)
from engine.cohorts.events import WeeklyStandings
from engine.cohorts.queries import standings
from engine.cohorts.service import (
    close_cohort,
    join_cohort,
    link_place,
    open_cohort,
    place_lost,
)
from engine.cohorts.weekly import next_posting
from engine.courses.commands import Enroll, MarkLessonDone
from engine.courses.service import enroll, mark_lesson_done
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import NotFound
from engine.foundation.jobs import ClaimJobs, claim_jobs, plan_recurring, work_job
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.people.commands import Role
from tests.engine.courses.teaching import course, imported, met

MONDAY = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
WEEK = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("after", "posting"),
    [
        (datetime(2027, 3, 4, 9, 0, tzinfo=UTC), MONDAY),
        (datetime(2027, 3, 8, 8, 59, 59, tzinfo=UTC), MONDAY),
        (MONDAY, datetime(2027, 3, 15, 9, 0, tzinfo=UTC)),
        (datetime(2027, 12, 31, 23, 0, tzinfo=UTC), datetime(2028, 1, 3, 9, 0, tzinfo=UTC)),
    ],
)
def test_the_next_posting_is_a_monday_morning(after: datetime, posting: datetime) -> None:
    assert next_posting(after) == posting


async def monday(engine: Engine, clock: FrozenClock) -> list[object]:
    """Plans, works what is due on Monday, and gives what places were told."""
    await engine.run(plan_recurring, None)
    clock.move_to(MONDAY)
    for job in await engine.run(claim_jobs, ClaimJobs(100)):
        await engine.run(work_job, job)
    claimed = await engine.run(claim_deliveries, ClaimDeliveries("telegram", limit=100))
    return [delivery.event for delivery in claimed if isinstance(delivery.event, WeeklyStandings)]


async def member(
    engine: Engine, cohort_id: int, lesson_ids: list[int], number: int, *, is_visible: bool = True
) -> int:
    """A member of the cohort who marks these lessons done."""
    person_id = await met(engine, number, is_visible=is_visible)
    course_id = 1
    await engine.run(enroll, Enroll(person_id, course_id))
    if cohort_id:
        await engine.run(join_cohort, JoinCohort(person_id, cohort_id))
    for lesson_id in lesson_ids:
        await engine.run(mark_lesson_done, MarkLessonDone(person_id, lesson_id))
    return person_id


async def test_standings_hold_the_places_members_and_their_wishes(
    engine: Engine, clock: FrozenClock
) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(3))).course
    lessons = [lesson.lesson_id for lesson in made.lessons]
    opened = await engine.run(open_cohort, OpenCohort(educator, made.course_id, "Springs"))
    quiet = await engine.run(open_cohort, OpenCohort(educator, made.course_id, "Quiet ones"))
    links = [
        await engine.run(
            link_place,
            LinkPlace(educator, cohort.cohort_id, "telegram", chat, can_manage_place=True),
        )
        for cohort, chat in ((opened, -5), (quiet, -6))
    ]
    first = await member(engine, opened.cohort_id, lessons[:2], 10)
    hidden = await member(engine, opened.cohort_id, lessons, 11, is_visible=False)
    idle = await member(engine, opened.cohort_id, [], 12)
    outsider = await member(engine, 0, lessons, 13)
    await member(engine, quiet.cohort_id, [], 14)

    told = await monday(engine, clock)
    assert told == [WeeklyStandings(opened.cohort_id, links[0].place_id, WEEK)]

    week = await engine.read(standings, StandingsQuery(links[0].place_id, WEEK))
    assert [(row.rank, row.person_id, row.points) for row in week.rows] == [
        (1, hidden, 15),
        (2, first, 10),
    ]
    assert [row.name for row in week.rows] == [None, "Heron"]
    assert (week.ranked, week.members) == (2, 3)
    assert not {idle, outsider} & {row.person_id for row in week.rows}
    running = await engine.read(standings, StandingsQuery(links[0].place_id))
    assert (running.week_start, running.rows) == (date(2027, 3, 8), ())
    with pytest.raises(NotFound):
        await engine.read(standings, StandingsQuery(999))


@pytest.mark.parametrize("end", ["close", "lose"])
async def test_closed_cohorts_and_lost_places_hear_nothing(
    engine: Engine, clock: FrozenClock, end: str
) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    opened = await engine.run(open_cohort, OpenCohort(educator, made.course_id, "Springs"))
    link = LinkPlace(educator, opened.cohort_id, "telegram", -5, can_manage_place=True)
    place_id = (await engine.run(link_place, link)).place_id
    await member(engine, opened.cohort_id, [made.lessons[0].lesson_id], 10)
    if end == "close":
        await engine.run(close_cohort, CloseCohort(educator, opened.cohort_id))
    else:
        await engine.run(place_lost, LosePlace(place_id, ("send_messages",)))
    assert await monday(engine, clock) == []
