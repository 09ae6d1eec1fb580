"""Quizzes that come with a course or are attached to a lesson, and what a new version does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.courses.commands import CourseQuery
from engine.courses.queries import course_card
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.people.commands import Role
from engine.quizzes.commands import (
    AttachGift,
    ImportWithQuizzes,
    QuizQuery,
    StartAttempt,
    SubmitResponse,
)
from engine.quizzes.errors import QuizEmpty
from engine.quizzes.queries import quiz_card
from engine.quizzes.service import (
    attach_gift,
    import_course_with_quizzes,
    start_attempt,
    submit_response,
)
from tests.engine.courses.teaching import FIVE_ITEMS, choice, course, enrolled, imported, met, quiz

MORE_ITEMS = (*FIVE_ITEMS, choice("What holds water back?", "a dam", "a duck"))


async def test_an_import_counts_its_quizzes(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    first = await imported(engine, educator, course(4, quizzes={1: quiz(), 2: quiz(), 3: quiz()}))
    assert (first.quizzes_added, first.quizzes_changed, first.quizzes_same) == (3, 0, 0)
    again = await imported(
        engine, educator, course(4, quizzes={1: quiz(), 2: quiz(MORE_ITEMS), 4: quiz()})
    )
    assert (again.quizzes_added, again.quizzes_changed) == (1, 1)
    assert (again.quizzes_same, again.quizzes_removed) == (1, 1)
    assert again.course.same == 4
    card = await engine.read(course_card, CourseQuery(educator, "rivers"))
    assert card.quizzes == 3
    with pytest.raises(NotFound):
        await engine.read(quiz_card, QuizQuery(educator, first.course.lessons[2].lesson_id))


async def test_where_an_item_stands_in_its_file_is_no_change(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    await imported(engine, educator, course(1, quizzes={1: quiz()}))
    moved = tuple(replace(item, line=item.line + 4) for item in FIVE_ITEMS)
    again = await imported(engine, educator, course(1, quizzes={1: quiz(moved)}))
    assert (again.quizzes_same, again.quizzes_changed) == (1, 0)


async def test_a_quiz_changed_under_an_open_attempt_begins_anew_and_says_so(
    engine: Engine,
) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = await imported(engine, educator, course(1, quizzes={1: quiz()}))
    lesson_id = made.course.lessons[0].lesson_id
    [learner] = await enrolled(engine, made.course.course_id, 10)
    before = await engine.run(start_attempt, StartAttempt(learner, lesson_id))
    await imported(engine, educator, course(1, quizzes={1: quiz(MORE_ITEMS)}))
    # What is on the screen can still be answered; the next start is a new attempt.
    tap = SubmitResponse(learner, before.attempt_id, before.next.item_id, before.next.right)
    assert (await engine.run(submit_response, tap)).is_right
    after = await engine.run(start_attempt, StartAttempt(learner, lesson_id))
    assert after.is_renewed
    assert not after.is_resumed
    assert (after.total, after.answered, after.number) == (6, 0, 1)
    kept = {item.item_id for item in before.open_items}
    assert kept < {item.item_id for item in after.open_items}


async def test_a_gift_file_attaches_to_ones_own_lesson(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    other = await met(engine, 2, Role.EDUCATOR)
    learner = await met(engine, 3)
    made = (await imported(engine, educator, course(2))).course
    lesson_id = made.lessons[0].lesson_id
    for person_id in (other, learner):
        with pytest.raises(Forbidden):
            await engine.run(attach_gift, AttachGift(person_id, lesson_id, "Springs", FIVE_ITEMS))
    with pytest.raises(QuizEmpty):
        await engine.run(attach_gift, AttachGift(educator, lesson_id, "Springs", ()))
    attached = AttachGift(educator, lesson_id, "Springs", FIVE_ITEMS)
    first = await engine.run(attach_gift, attached)
    assert (first.is_new, first.items, first.version) == (True, 5, 1)
    again = await engine.run(attach_gift, attached)
    assert (again.is_new, again.is_changed, again.quiz_id) == (False, False, first.quiz_id)


async def test_an_attached_quiz_survives_the_next_import_unless_its_lesson_goes(
    engine: Engine,
) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    lesson_id = made.lessons[1].lesson_id
    await engine.run(attach_gift, AttachGift(educator, lesson_id, "", FIVE_ITEMS))
    again = await engine.run(
        import_course_with_quizzes, ImportWithQuizzes(educator, course(2, words={2: "new"}))
    )
    assert again.quizzes_removed == 0
    assert (await engine.read(quiz_card, QuizQuery(educator, lesson_id))).title == "Lesson 2"
    shorter = await engine.run(import_course_with_quizzes, ImportWithQuizzes(educator, course(1)))
    assert shorter.quizzes_removed == 1
