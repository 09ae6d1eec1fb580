"""An educator, learners and a small course, set up as the bots set them up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from engine.courses.commands import Enroll, PublishCourse
from engine.courses.drafts import CourseDraft, LessonDraft, MediaFile, ModuleDraft, QuizDraft
from engine.courses.items import Item, ItemKind, OptionKey
from engine.courses.lesson_text import Challenge
from engine.courses.pages import Page
from engine.courses.service import enroll, publish_course
from engine.foundation.door import Engine
from engine.foundation.richtext import text
from engine.people.commands import Appoint, Meet, Role, SetVisibility, Visibility
from engine.people.service import appoint, meet, set_visibility
from engine.quizzes.commands import ImportedWithQuizzes, ImportWithQuizzes
from engine.quizzes.service import import_course_with_quizzes

NAMES = ("Otter", "Heron", "Maple", "Birch", "Robin", "Lynx", "Finch", "Cedar", "Wren")
PICTURE = b"a picture of a river"
PICTURE_HASH = hashlib.sha256(PICTURE).hexdigest()


async def met(engine: Engine, number: int, *roles: Role, is_visible: bool = True) -> int:
    """A person of this number on Telegram, with these roles beside learner."""
    name = NAMES[number % len(NAMES)]
    person_id = (await engine.run(meet, Meet("telegram", 5_000 + number, name))).who.person_id
    if is_visible:
        seen = SetVisibility(person_id, Visibility.FIRST_NAME)
        await engine.run(set_visibility, seen)
    for role in roles:
        await engine.run(appoint, Appoint(person_id, role))
    return person_id


def choice(
    stem: str, right: str, *wrong: str, kind: ItemKind = ItemKind.SINGLE, explanation: str = ""
) -> Item:
    options = (
        OptionKey(right, True, 100.0),
        *(OptionKey(option, False, 0.0) for option in wrong),
    )
    return Item("", (text(stem),), kind, options, explanation)


FIVE_ITEMS = (
    choice("What comes out of a spring?", "water", "sand", "stone"),
    choice("Where does a delta lie?", "at the mouth", "at the spring", "in a lake"),
    choice("What is a meander?", "a bend", "a bridge", "a boat"),
    choice("Which one is salty?", "the sea", "a brook", "rain", explanation="Rivers carry salt."),
    Item(
        "",
        (text("Name what flows."),),
        ItemKind.SEVERAL,
        (
            OptionKey("brook", True, 50.0),
            OptionKey("river", True, 50.0),
            OptionKey("hill", False, -100.0),
        ),
    ),
)


def quiz(items: tuple[Item, ...] = FIVE_ITEMS, title: str = "Springs") -> QuizDraft:
    return QuizDraft(title, items, "springs.gift", f"hash of {title}")


def lesson(
    number: int, *, words: str = "", pages: int = 3, quiz_draft: QuizDraft | None = None
) -> LessonDraft:
    """Lesson `number` from 1: its second page holds a challenge; `words` change its content."""
    challenge = Challenge(1, "Find a spring", (text("Look around."),), (text("Behind the hill."),))
    made = [
        Page(f"Part {page}", (text(f"Lesson {number} page {page}. {words}"),))
        for page in range(1, pages + 1)
    ]
    if pages > 1:
        made[1] = Page("Find a spring", challenge.blocks, challenge)
    return LessonDraft(
        key=f"lesson-{number:02}",
        title=f"Lesson {number}",
        minutes=10,
        pages=tuple(made),
        challenges=(challenge,) if pages > 1 else (),
        quiz=quiz_draft,
        content_hash=hashlib.sha256(repr(made).encode()).hexdigest(),
        path=f"01-rivers/{number:02}.md",
    )


def course(
    lessons: int = 12,
    *,
    words: Mapping[int, str] | None = None,
    quizzes: Mapping[int, QuizDraft] | None = None,
    slug: str = "rivers",
    title: str = "Rivers",
    language: str = "en",
    tags: tuple[str, ...] = (),
    price_tokens: int = 0,
) -> CourseDraft:
    """Two modules of lessons. `words` and `quizzes` are by lesson number."""
    made = [
        lesson(number, words=(words or {}).get(number, ""), quiz_draft=(quizzes or {}).get(number))
        for number in range(1, lessons + 1)
    ]
    half = (lessons + 1) // 2
    modules = (ModuleDraft("Upstream", tuple(made[:half])),)
    if made[half:]:
        modules = (*modules, ModuleDraft("Downstream", tuple(made[half:])))
    return CourseDraft(
        slug=slug,
        title=title,
        summary="From the spring to the sea.",
        language=language,
        licence="CC-BY 4.0",
        attribution="",
        source_url="",
        modules=modules,
        media={PICTURE_HASH: MediaFile("river.png", PICTURE, "image")},
        tags=tags,
        price_tokens=price_tokens,
    )


async def imported(
    engine: Engine, educator: int, draft: CourseDraft, *, is_published: bool = True
) -> ImportedWithQuizzes:
    result = await engine.run(import_course_with_quizzes, ImportWithQuizzes(educator, draft))
    if is_published:
        await engine.run(publish_course, PublishCourse(educator, result.course.course_id))
    return result


async def enrolled(engine: Engine, course_id: int, *numbers: int) -> list[int]:
    """Learners of these numbers, in the course."""
    learners = []
    for number in numbers:
        person_id = await met(engine, number)
        await engine.run(enroll, Enroll(person_id, course_id))
        learners.append(person_id)
    return learners
