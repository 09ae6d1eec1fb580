"""The demonstration community: people, courses, a cohort in both places, three weeks of learning.

All of it goes through the same services that chats use; only the clock is moved.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.cohorts.commands import JoinOpenCohort, LinkPlace, OpenCohort
from engine.cohorts.service import join_open_cohort, link_place, open_cohort
from engine.courses.commands import CourseQuery, Enroll, MarkLessonDone, PublishCourse
from engine.courses.queries import outline
from engine.courses.service import enroll, mark_lesson_done, publish_course
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.history import KeepLatest, settle_history
from engine.people.commands import (
    ApplyToTeach,
    Appoint,
    FinishOnboarding,
    Meet,
    Role,
    SetCommunity,
    SetVisibility,
    SetZone,
    Visibility,
)
from engine.people.role_service import appoint
from engine.people.service import (
    apply_to_teach,
    finish_onboarding,
    meet,
    set_community,
    set_visibility,
    set_zone,
)
from engine.quizzes.commands import ImportWithQuizzes, StartAttempt, SubmitResponse
from engine.quizzes.importing import read_course_folder
from engine.quizzes.service import import_course_with_quizzes, start_attempt, submit_response
from engine.rewards.programmes import ChangeProgramme, change_programme
from engine.wallet.commands import OpenTreasury
from engine.wallet.service import open_treasury
from playground.surface import Member

COMMUNITY = "Peerloom demo"
ZONE = "Europe/Paris"
FUND = 5_000_000  # minor units: plenty for a demonstration
WEEKS = timedelta(days=21)
TOLD = 3  # of the past's announcements are still to be told, so that the places are alive


TALK = (
    ("discord", "wren", "Has anybody done the loops challenge? My numbers stop one too early."),
    ("discord", "heron", "A range stops just before its end. Write n + 1 there."),
    ("discord", "wren", "That was it, thank you!"),
    ("discord", "educator", "Next come lists. Tell me which example surprised you."),
    ("telegram", "otter", "Six days in a row, and the tea is still hot."),
    ("telegram", "maple", "I read mine on the tram: two stops, one page."),
    ("telegram", "educator", "That is just what the short pages are for."),
)


@dataclass(frozen=True)
class DemoPlace:
    platform: str
    chat_id: int
    thread_id: int
    guild_id: int
    title: str


@dataclass(frozen=True)
class Persona:
    """How somebody of the demonstration learns: on which share of days, right how often."""

    handle: str
    platform: str
    diligence: float
    skill: float
    begins: int  # on which of the 21 days
    visibility: Visibility = Visibility.FIRST_NAME


PERSONAS = (
    Persona("friend", "discord", 0.7, 0.9, 5),
    Persona("otter", "telegram", 0.6, 0.85, 0),
    Persona("heron", "discord", 0.95, 0.95, 16),
    Persona("maple", "telegram", 0.8, 0.8, 15),
    Persona("wren", "discord", 0.9, 0.85, 17),
    Persona("juniper", "telegram", 0.8, 0.9, 12, Visibility.NONE),
)


def seeded(platform: str) -> list[str]:
    """Who has an account on the platform before anybody touches the playground."""
    return ["admin", "educator", *(p.handle for p in PERSONAS if p.platform == platform)]


def members() -> list[Member]:
    """The playground's people; those with a role come first."""
    named = [
        ("learner", "Learner", "en", ["learner"]),
        ("friend", "Friend", "en", ["learner"]),
        ("educator", "Educator", "en", ["educator"]),
        ("admin", "Administrator", "en", ["admin"]),
        ("otter", "Otter", "en", ["learner"]),
        ("heron", "Heron", "es", ["learner"]),
        ("maple", "Maple", "en", ["learner"]),
        ("wren", "Wren", "ru", ["learner"]),
        ("juniper", "Juniper", "en", ["learner"]),
    ]
    return [
        Member(
            name=name,
            display_name=display_name,
            telegram_id=2_000_000_001 + position,
            discord_id=(1 << 60) + 1 + position,
            language=language,
            roles=roles,
            username=name,
        )
        for position, (name, display_name, language, roles) in enumerate(named)
    ]


@dataclass(frozen=True)
class CourseToImport:
    folder: Path
    quizzes: Path | None = None


async def seed(
    address: Path | str,
    *,
    at: datetime,
    people: Sequence[Member],
    places: Sequence[DemoPlace],
    courses: Sequence[CourseToImport],
) -> None:
    """Fills a new database as if the community had begun three weeks before `at`."""
    clock = FrozenClock(at - WEEKS)
    engine = Engine(address, clock)
    try:
        await _Seeding(engine, clock, at, people).run(places, courses)
    finally:
        await engine.close()


class _Seeding:
    def __init__(
        self, engine: Engine, clock: FrozenClock, at: datetime, people: Sequence[Member]
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._at = at
        self._members = {member.name: member for member in people}
        self._ids: dict[str, int] = {}
        self._chance = random.Random(20)  # the same three weeks every time

    async def run(self, places: Sequence[DemoPlace], courses: Sequence[CourseToImport]) -> None:
        run = self._engine.run
        await run(set_community, SetCommunity(name=COMMUNITY, language="en", zone=ZONE))
        await run(open_treasury, OpenTreasury("money", FUND))
        # People of the playground are pressed by scripts and by whoever looks around, who read
        # nothing: an administrator may switch the check on again in /rewards.
        await run(change_programme, ChangeProgramme(0, "quiz", "seconds_per_item", 0))
        for handle, role in (("admin", Role.ADMIN), ("educator", Role.EDUCATOR)):
            for platform in ("telegram", "discord"):
                person_id = await self._meet(handle, platform)
                await run(appoint, Appoint(person_id, role))
                await run(finish_onboarding, FinishOnboarding(person_id))
                await run(set_zone, SetZone(person_id, ZONE))
        educator = self._ids["educator@telegram"]
        main = 0
        for position, course in enumerate(courses):
            read = read_course_folder(course.folder, course.quizzes)
            imported = await run(
                import_course_with_quizzes, ImportWithQuizzes(educator, read.draft)
            )
            await run(publish_course, PublishCourse(educator, imported.course.course_id))
            if position == 0:
                main = imported.course.course_id
        opened = await run(open_cohort, OpenCohort(educator, main, "py-cohort"))
        await self._link(places, educator, opened.cohort_id)
        await self._learn(main)
        await self._leave_open(main)
        await run(settle_history, KeepLatest(TOLD))

    async def _meet(self, handle: str, platform: str) -> int:
        member = self._members[handle]
        user_id = member.telegram_id if platform == "telegram" else member.discord_id
        met = await self._engine.run(
            meet,
            Meet(platform, user_id, member.display_name, member.username, member.language),
        )
        self._ids[f"{handle}@{platform}"] = met.who.person_id
        return met.who.person_id

    async def _learn(self, course_id: int) -> None:
        run = self._engine.run
        people: dict[str, int] = {}
        for persona in PERSONAS:
            person_id = await self._meet(persona.handle, persona.platform)
            people[persona.handle] = person_id
            await run(set_zone, SetZone(person_id, ZONE))
            await run(set_visibility, SetVisibility(person_id, persona.visibility))
            await run(finish_onboarding, FinishOnboarding(person_id))
            await run(enroll, Enroll(person_id, course_id))
            await run(join_open_cohort, JoinOpenCohort(person_id, course_id))
        for day in range(WEEKS.days):
            self._clock.move_to(self._at - WEEKS + timedelta(days=day))
            for persona in PERSONAS:
                if day >= persona.begins and self._chance.random() < persona.diligence:
                    self._clock.advance(minutes=7)
                    await self._one_day(persona, people[persona.handle], course_id)
        self._clock.move_to(self._at)

    async def _one_day(self, persona: Persona, person_id: int, course_id: int) -> None:
        """The next lesson: its quiz if it has one, else just marked done."""
        lessons = (await self._engine.read(outline, CourseQuery(person_id, course_id))).lessons
        following = next((lesson for lesson in lessons if not lesson.is_done), None)
        if following is None:
            return
        if following.has_quiz:
            await self._take_quiz(persona, person_id, following.lesson_id, leave_open=False)
        await self._engine.run(mark_lesson_done, MarkLessonDone(person_id, following.lesson_id))

    async def _take_quiz(
        self, persona: Persona, person_id: int, lesson_id: int, *, leave_open: bool
    ) -> None:
        started = await self._engine.run(start_attempt, StartAttempt(person_id, lesson_id))
        items = started.open_items[:2] if leave_open else started.open_items
        for item in items:
            is_right = self._chance.random() < persona.skill
            wrong = tuple(set(range(len(item.options))) - set(item.right))[:1]
            chosen = item.right if item.is_multiple else item.right[:1]
            self._clock.advance(seconds=20)
            await self._engine.run(
                submit_response,
                SubmitResponse(
                    person_id, started.attempt_id, item.item_id, chosen if is_right else wrong
                ),
            )

    async def _link(self, places: Sequence[DemoPlace], educator: int, cohort_id: int) -> None:
        for place in places:
            await self._engine.run(
                link_place,
                LinkPlace(
                    by_person_id=educator,
                    cohort_id=cohort_id,
                    platform=place.platform,
                    chat_id=place.chat_id,
                    thread_id=place.thread_id,
                    guild_id=place.guild_id,
                    title=place.title,
                    can_manage_place=True,
                ),
            )

    async def _leave_open(self, course_id: int) -> None:
        """A quiz half done and somebody who would like to teach: there is something to do."""
        maple = self._ids["maple@telegram"]
        lessons = (await self._engine.read(outline, CourseQuery(maple, course_id))).lessons
        open_quiz = next(
            (lesson for lesson in lessons if lesson.has_quiz and not lesson.is_done), None
        )
        if open_quiz is not None:
            await self._take_quiz(PERSONAS[3], maple, open_quiz.lesson_id, leave_open=True)
        await self._engine.run(
            apply_to_teach,
            ApplyToTeach(
                self._ids["heron@discord"],
                (
                    ("topic", "Chess for beginners"),
                    ("experience", "Twenty years in a club, ten of them with children."),
                    ("sample", ""),
                ),
            ),
        )
