"""A person of the simulation: how they arrive, read, answer, pay and give back; each on their own
chance, so that what one does changes nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log
from random import Random

from engine.courses.commands import (
    BuyCourse,
    CourseQuery,
    Enroll,
    GiveBackCourse,
    MarkLessonDone,
    OpenPage,
)
from engine.courses.purchasing import buy_course, purchase_offer, refund_course
from engine.courses.service import enroll, mark_lesson_done, open_page
from engine.people.commands import Appoint, Meet, NudgeLevel, Role, SetNudgeLevel, SetZone
from engine.people.service import appoint, meet, set_nudge_level, set_zone
from engine.quizzes.commands import ItemToAsk, StartAttempt, SubmitResponse
from engine.quizzes.service import start_attempt, submit_response
from simulation import assumptions as given
from simulation.market import Course
from simulation.packs import BuyPack, buy_pack
from simulation.world import Ask, Do, Plan, World

_DISCORD_EPOCH_MS = 1_420_070_400_000
# How a person answers an item: (the text chosen, seconds taken).
Answers = Callable[[ItemToAsk], tuple[str, float]]


@dataclass
class Person:
    """`group`: honest, or the name of a strategy. `paid`: minor units of money, for packs; `bought`
    are courses that were bought at any time. `id` is 0 until they arrive."""

    group: str
    number: int
    rng: Random
    world: World
    id: int = 0
    paid: int = 0
    bought: list[Course] = field(default_factory=list)
    days_active: set[int] = field(default_factory=set)
    packs: int = 0
    enrolled: int = 0
    completed: int = 0

    def meets(self, *, on_discord: bool = False, account_age: timedelta = timedelta()) -> Plan:
        """A new account unless it is said to be old; only Discord's ids tell their age."""
        made_ms = int((self.world.now - account_age).timestamp() * 1_000) - _DISCORD_EPOCH_MS
        platform, login = (
            ("discord", (made_ms << 22) + self.number)
            if on_discord
            else ("telegram", 10**9 + self.number)
        )
        met = yield Do(meet, Meet(platform, login, f"Person {self.number}"))
        self.id = met.who.person_id
        yield Do(set_zone, SetZone(self.id, self.rng.choice(given.ZONES)))
        # Reminders are not what is asked about here; without them there are a third fewer jobs.
        yield Do(set_nudge_level, SetNudgeLevel(self.id, NudgeLevel.OFF))

    def becomes_educator(self) -> Plan:
        yield Do(appoint, Appoint(self.id, Role.EDUCATOR))

    def enrolls(self, course: Course) -> Plan:
        yield Do(enroll, Enroll(self.id, course.course_id))
        self.enrolled += 1

    def reads(self, lesson_id: int) -> Plan:
        yield Do(open_page, OpenPage(self.id, lesson_id, 1))
        low, high = given.LESSON_MINUTES
        yield self.world.now + timedelta(seconds=self.rng.randint(low * 60, high * 60))
        done = yield Do(mark_lesson_done, MarkLessonDone(self.id, lesson_id))
        self.completed += done.is_course_completed

    def takes_quiz(self, lesson_id: int, answers: Answers) -> Plan:
        """One attempt, item after item."""
        self.days_active.add((self.world.now - given.BEGINS_AT).days)
        started = yield Do(start_attempt, StartAttempt(self.id, lesson_id))
        for item in started.open_items:
            words, seconds = answers(item)
            yield self.world.now + timedelta(seconds=seconds)
            chosen = (item.options.index(words),)
            yield Do(
                submit_response, SubmitResponse(self.id, started.attempt_id, item.item_id, chosen)
            )

    def buys(self, course: Course, *, spends: bool = True) -> Plan:
        """The course, after the smallest packs that cover what is missing. `spends` False: only
        when no pack is needed."""
        offer = yield Ask(purchase_offer, CourseQuery(self.id, course.course_id))
        missing = offer.missing
        if missing and not spends:
            return
        while missing > 0:
            pack = next((size for size in given.PACKS if size >= missing), given.PACKS[-1])
            yield from self.buys_pack(pack)
            missing -= pack
        self.bought.append(course)
        yield Do(buy_course, BuyCourse(self.id, course.course_id, course.price))
        self.enrolled += 1

    def buys_pack(self, tokens: int) -> Plan:
        fee = given.PROCESSING_FIXED + round(tokens * given.PROCESSING_BPS / 10_000)
        self.packs += 1
        key = f"pack:{self.id}:{self.packs}"
        yield Do(buy_pack, BuyPack(key, self.id, tokens, fee, given.CARD_SETTLES_AFTER))
        self.paid += tokens

    def gives_back(self, course: Course) -> Plan:
        yield Do(refund_course, GiveBackCourse(self.id, course.course_id))

    def seconds_on_item(self) -> float:
        """A reader's time: log-normal, and never so short that nothing can be read."""
        drawn = self.rng.lognormvariate(log(given.ITEM_SECONDS_MEDIAN), given.ITEM_SECONDS_SIGMA)
        return max(given.ITEM_SECONDS_LEAST, drawn)

    def knowing(self, share: float) -> Answers:
        """Right with this probability, else any of the wrong ones."""

        def answer(item: ItemToAsk) -> tuple[str, float]:
            right = item.options[item.right[0]]
            wrong = sorted(option for option in item.options if option != right)
            words = right if self.rng.random() < share else self.rng.choice(wrong)
            return words, self.seconds_on_item()

        return answer


def at_hour(day_begins: datetime, rng: Random) -> datetime:
    """Some moment of the day, most of them in the afternoon and the evening of somewhere."""
    seconds = int(rng.triangular(0, 86_399, 64_000))
    return day_begins + timedelta(seconds=seconds)
