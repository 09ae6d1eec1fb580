"""The courses there are: made by their educators, with a quiz for each lesson, and a price."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random

from engine.courses.commands import PublishCourse, SetPrice
from engine.courses.drafts import CourseDraft, LessonDraft, ModuleDraft, QuizDraft
from engine.courses.items import Item, ItemKind, OptionKey
from engine.courses.pages import Page
from engine.courses.purchasing import set_price
from engine.courses.service import publish_course
from engine.foundation.richtext import text
from engine.quizzes.commands import ImportWithQuizzes
from engine.quizzes.service import import_course_with_quizzes
from simulation import assumptions as given
from simulation.world import Do, Plan


@dataclass(frozen=True)
class Course:
    """`group` is the strategy whose educator made it, "" for an honest one."""

    course_id: int
    educator_id: int
    price: int
    lessons: tuple[int, ...]
    group: str


class Market:
    """What everybody sees. `courses` in the order in which they were published."""

    def __init__(self) -> None:
        self.courses: list[Course] = []

    def free(self) -> list[Course]:
        return [course for course in self.courses if not course.price]

    def priced_by_others(self, group: str) -> list[Course]:
        """With a price, and by educators who are not of this group; the cheapest first."""
        priced = [one for one in self.courses if one.price and (one.group != group or not group)]
        return sorted(priced, key=lambda one: (one.price, one.course_id))


def teach(
    market: Market, educator_id: int, *, slug: str, price: int, lessons: int, group: str = ""
) -> Plan:
    """One more course in the market, for sale when it has a price."""
    draft = course_draft(slug, lessons)
    imported = yield Do(import_course_with_quizzes, ImportWithQuizzes(educator_id, draft))
    course_id = imported.course.course_id
    if price:
        yield Do(set_price, SetPrice(educator_id, course_id, price))
    yield Do(publish_course, PublishCourse(educator_id, course_id))
    ids = tuple(lesson.lesson_id for lesson in imported.course.lessons)
    market.courses.append(Course(course_id, educator_id, price, ids, group))


def course_draft(slug: str, lessons: int) -> CourseDraft:
    made = tuple(_lesson(slug, number) for number in range(1, lessons + 1))
    return CourseDraft(
        slug=slug,
        title=f"Course {slug}",
        summary="Made for a simulation.",
        language="en",
        licence="CC0",
        attribution="",
        source_url="",
        modules=(ModuleDraft("All of it", made),),
        media={},
    )


def price_of(rng: Random) -> int:
    return 0 if rng.randrange(100) < given.FREE_PERCENT else some_price(rng)


def some_price(rng: Random) -> int:
    low, high = given.PRICES
    return rng.randrange(low, high + 1, 10)


def _lesson(slug: str, number: int) -> LessonDraft:
    name = f"{slug}, lesson {number}"
    items = tuple(
        Item(
            "",
            (text(f"{name}, question {asked}?"),),
            ItemKind.SINGLE,
            tuple(
                OptionKey(f"answer {option}", option == 0, 100.0 if option == 0 else 0.0)
                for option in range(given.OPTIONS)
            ),
        )
        for asked in range(1, given.ITEMS + 1)
    )
    return LessonDraft(
        key=f"lesson-{number:02}",
        title=name,
        minutes=10,
        pages=(Page(name, (text(f"What {name} is about."),)),),
        challenges=(),
        quiz=QuizDraft(name, items, f"{slug}.gift", _hash(f"quiz of {name}")),
        content_hash=_hash(name),
        path=f"{slug}/{number:02}.md",
    )


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
