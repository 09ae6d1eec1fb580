"""Items suggested by an import are asked once their educator added them, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.courses.drafts import CourseDraft
from engine.courses.items import Item
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound, Outdated
from engine.foundation.richtext import plain
from engine.people.commands import Role
from engine.quizzes.commands import (
    AttemptStarted,
    DecideSuggestion,
    QuizQuery,
    StartAttempt,
    Suggestions,
    SuggestionsQuery,
)
from engine.quizzes.queries import quiz_card
from engine.quizzes.service import start_attempt
from engine.quizzes.suggesting import decide_suggestion, suggestions_of, suggestions_waiting
from tests.engine.courses.teaching import choice, course, enrolled, imported, met, quiz

CLAY = choice("What holds water up?", "clay", "sand")
DELTA = choice("What is left at the mouth?", "a delta", "a spring")
FOOT = choice("Where to dig?", "at the foot", "on the hill")


def suggesting(draft: CourseDraft, suggested: dict[int, tuple[Item, ...]]) -> CourseDraft:
    """The draft, with these suggestions by lesson number."""
    numbers = {lesson.key: number for number, lesson in enumerate(draft.lessons, start=1)}
    modules = tuple(
        replace(
            module,
            lessons=tuple(
                replace(lesson, suggestions=suggested.get(numbers[lesson.key], ()))
                for lesson in module.lessons
            ),
        )
        for module in draft.modules
    )
    return replace(draft, modules=modules)


def drafted() -> CourseDraft:
    """Lesson 1 has no quiz and two suggestions, lesson 2 a quiz and one."""
    draft = course(2, quizzes={2: quiz()})
    return suggesting(draft, {1: (CLAY, FOOT), 2: (DELTA,)})


async def found(engine: Engine, person_id: int, course_id: int) -> Suggestions:
    return await engine.read(suggestions_of, SuggestionsQuery(person_id, course_id))


async def decide(engine: Engine, person_id: int, suggestion_id: int, *, is_added: bool) -> None:
    command = DecideSuggestion(person_id, suggestion_id, is_added)
    await engine.run(decide_suggestion, command)


async def start(engine: Engine, learner: int, lesson_id: int) -> AttemptStarted:
    return await engine.run(start_attempt, StartAttempt(learner, lesson_id))


async def test_nobody_is_asked_before_the_educator_added_it(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = await imported(engine, educator, drafted())
    first, second = (lesson.lesson_id for lesson in made.course.lessons)
    [learner] = await enrolled(engine, made.course.course_id, 10)
    assert made.suggestions_waiting == 3
    with pytest.raises(NotFound):
        await start(engine, learner, first)
    before = await start(engine, learner, second)
    assert before.total == 5

    clay, foot, delta = (await found(engine, educator, made.course.course_id)).waiting
    assert (clay.item, clay.lesson_title) == (CLAY, "Lesson 1")
    assert (delta.item, delta.lesson_title) == (DELTA, "Lesson 2")
    await decide(engine, educator, clay.suggestion_id, is_added=True)
    await decide(engine, educator, foot.suggestion_id, is_added=False)
    await decide(engine, educator, delta.suggestion_id, is_added=True)

    alone = await start(engine, learner, first)
    assert [plain(item.stem) for item in alone.open_items] == ["What holds water up?"]
    assert [alone.next.options[place] for place in alone.next.right] == ["clay"]
    after = await start(engine, learner, second)
    assert (after.total, after.is_renewed) == (6, True)
    assert plain(after.open_items[-1].stem) == "What is left at the mouth?"
    # The quiz that came with the course keeps its name and its items.
    assert [item.item_id for item in after.open_items[:5]] == [
        item.item_id for item in before.open_items
    ]
    assert after.title == before.title
    left = await found(engine, educator, made.course.course_id)
    assert (left.waiting, left.added, left.dropped) == ((), 2, 1)


async def test_the_next_import_keeps_what_was_decided(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = await imported(engine, educator, drafted())
    first, second = (lesson.lesson_id for lesson in made.course.lessons)
    clay, foot, delta = (await found(engine, educator, made.course.course_id)).waiting
    await decide(engine, educator, foot.suggestion_id, is_added=False)
    await decide(engine, educator, delta.suggestion_id, is_added=True)

    again = await imported(engine, educator, drafted())
    assert (again.suggestions_waiting, again.quizzes_same) == (1, 1)
    left = await found(engine, educator, made.course.course_id)
    assert [one.suggestion_id for one in left.waiting] == [clay.suggestion_id]
    assert (left.added, left.dropped) == (1, 1)
    assert (await engine.read(quiz_card, QuizQuery(educator, second))).items == 6

    await decide(engine, educator, clay.suggestion_id, is_added=True)
    last = await imported(engine, educator, drafted())
    assert (last.suggestions_waiting, last.quizzes_removed) == (0, 0)
    assert (await engine.read(quiz_card, QuizQuery(educator, first))).items == 1


async def test_an_added_item_that_the_course_now_asks_itself_is_asked_once(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = await imported(engine, educator, drafted())
    lesson_id = made.course.lessons[0].lesson_id
    clay = (await found(engine, educator, made.course.course_id)).waiting[0]
    await decide(engine, educator, clay.suggestion_id, is_added=True)
    own = course(2, quizzes={1: quiz((CLAY, FOOT)), 2: quiz()})
    await imported(engine, educator, suggesting(own, {1: (CLAY,)}))
    assert (await engine.read(quiz_card, QuizQuery(educator, lesson_id))).items == 2


async def test_an_added_item_outlives_the_quiz_that_came_with_the_course(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = await imported(engine, educator, drafted())
    lesson_id = made.course.lessons[1].lesson_id
    delta = (await found(engine, educator, made.course.course_id)).waiting[2]
    await decide(engine, educator, delta.suggestion_id, is_added=True)
    for is_removed in (1, 0):
        without = suggesting(course(2), {2: (DELTA,)})
        assert (await imported(engine, educator, without)).quizzes_removed == is_removed
        assert (await engine.read(quiz_card, QuizQuery(educator, lesson_id))).items == 1
    assert (await imported(engine, educator, course(1))).quizzes_removed == 1
    with pytest.raises(NotFound):
        await engine.read(quiz_card, QuizQuery(educator, lesson_id))


async def test_a_waiting_suggestion_goes_with_its_exercise(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = await imported(engine, educator, drafted())
    clay, _, delta = (await found(engine, educator, made.course.course_id)).waiting
    shorter = await imported(engine, educator, suggesting(course(1), {1: (FOOT,)}))
    assert shorter.suggestions_waiting == 1
    left = await found(engine, educator, made.course.course_id)
    assert [one.item for one in left.waiting] == [FOOT]
    for gone in (clay, delta):
        with pytest.raises(NotFound):
            await decide(engine, educator, gone.suggestion_id, is_added=True)


async def test_only_the_owner_or_an_administrator_decides_and_only_once(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    other = await met(engine, 2, Role.EDUCATOR)
    learner = await met(engine, 3)
    admin = await met(engine, 4, Role.ADMIN)
    made = await imported(engine, educator, drafted())
    clay, foot, _ = (await found(engine, educator, made.course.course_id)).waiting
    query = SuggestionsQuery(other, made.course.course_id)
    assert await engine.read(suggestions_waiting, query) == 0
    for person_id in (other, learner):
        with pytest.raises(Forbidden):
            await found(engine, person_id, made.course.course_id)
        with pytest.raises(Forbidden):
            await decide(engine, person_id, clay.suggestion_id, is_added=True)
    assert await engine.read(suggestions_waiting, replace(query, person_id=educator)) == 3
    await decide(engine, educator, clay.suggestion_id, is_added=True)
    await decide(engine, admin, foot.suggestion_id, is_added=False)
    for decided, is_added in ((clay, False), (foot, True)):
        with pytest.raises(Outdated):
            await decide(engine, educator, decided.suggestion_id, is_added=is_added)
    left = await found(engine, educator, made.course.course_id)
    assert (len(left.waiting), left.added, left.dropped) == (1, 1, 1)


async def test_an_exercise_of_alternatives_alone_is_asked_by_its_title(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    bare = replace(CLAY, title="What holds water up?", stem=())
    made = await imported(engine, educator, suggesting(course(1), {1: (bare,)}))
    [waiting] = (await found(engine, educator, made.course.course_id)).waiting
    assert plain(waiting.item.stem) == "What holds water up?"
