"""The gradebook: whose it is, what its numbers are, and who counts as stuck."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine.courses.commands import CheckChallenge, MarkLessonDone, PublishCourse
from engine.courses.service import check_challenge, mark_lesson_done, unpublish_course
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.people.commands import ErasePerson, Role
from engine.people.service import erase_person
from engine.quizzes.commands import StartAttempt, SubmitResponse
from engine.quizzes.gradebook import Gradebook, GradebookQuery, Points, Stuck, gradebook
from engine.quizzes.service import start_attempt, submit_response
from tests.engine.courses.teaching import course, enrolled, imported, met, quiz


@dataclass(frozen=True)
class Class:
    educator: int
    course_id: int
    lessons: tuple[int, ...]
    otter: int
    heron: int


@pytest.fixture
async def taught(engine: Engine) -> Class:
    educator = await met(engine, 2, Role.EDUCATOR)
    made = (await imported(engine, educator, course(3, quizzes={2: quiz()}))).course
    otter, heron = await enrolled(engine, made.course_id, 0, 1)
    lessons = tuple(lesson.lesson_id for lesson in made.lessons)
    return Class(educator, made.course_id, lessons, otter, heron)


async def read(engine: Engine, taught: Class, by: int = 0) -> Gradebook:
    return await engine.read(gradebook, GradebookQuery(by or taught.educator, taught.course_id))


async def takes_quiz(engine: Engine, person_id: int, lesson_id: int, *, wrong: int) -> None:
    """Answers every item, the first `wrong` ones with an option that is not right."""
    started = await engine.run(start_attempt, StartAttempt(person_id, lesson_id))
    for place, item in enumerate(started.open_items):
        others = tuple(n for n in range(len(item.options)) if n not in item.right)
        chosen = others[:1] if place < wrong else item.right
        answer = SubmitResponse(person_id, started.attempt_id, item.item_id, chosen)
        await engine.run(submit_response, answer)


async def test_only_its_educator_and_administrators_read_it(engine: Engine, taught: Class) -> None:
    another = await met(engine, 3, Role.EDUCATOR)
    for person_id in (taught.otter, another):
        with pytest.raises(Forbidden):
            await read(engine, taught, person_id)
    admin = await met(engine, 4, Role.ADMIN)
    assert len((await read(engine, taught, admin)).learners) == 2
    await engine.run(unpublish_course, PublishCourse(taught.educator, taught.course_id))
    with pytest.raises(NotFound):
        await read(engine, taught, another)


async def test_the_numbers(engine: Engine, taught: Class, clock: FrozenClock) -> None:
    clock.advance(days=1)
    await engine.run(mark_lesson_done, MarkLessonDone(taught.otter, taught.lessons[0]))
    await engine.run(check_challenge, CheckChallenge(taught.otter, taught.lessons[0], 1, True))
    await engine.run(check_challenge, CheckChallenge(taught.otter, taught.lessons[1], 1, False))
    clock.advance(days=1)
    await takes_quiz(engine, taught.otter, taught.lessons[1], wrong=1)
    await takes_quiz(engine, taught.otter, taught.lessons[1], wrong=3)
    book = await read(engine, taught)
    assert [lesson.number for lesson in book.lessons] == [1, 2, 3]
    assert (book.challenges, book.learners_total) == (3, 2)
    [asked] = book.quizzes
    assert (asked.lesson_number, asked.title) == (2, "Springs")
    otter, heron = book.learners
    assert (otter.name, heron.name) == ("Otter", "Heron")
    assert taught.lessons[0] in otter.done_lesson_ids
    assert otter.challenges_had == 1
    assert otter.best == {asked.quiz_id: Points(4, 5)}
    assert otter.best[asked.quiz_id].percent == 80
    assert otter.last_active_at == clock.now()
    assert (heron.done_lesson_ids, heron.challenges_had, heron.best) == (frozenset(), 0, {})
    assert heron.here == book.lessons[0]


async def test_quiet_for_five_days_is_stuck(
    engine: Engine, taught: Class, clock: FrozenClock
) -> None:
    clock.advance(days=4)
    assert (await read(engine, taught)).stuck == ()
    await engine.run(mark_lesson_done, MarkLessonDone(taught.otter, taught.lessons[0]))
    clock.advance(days=1)
    book = await read(engine, taught)
    assert [(one.name, one.stuck) for one in book.stuck] == [("Heron", Stuck.QUIET)]


async def test_two_failed_attempts_are_stuck_until_the_quiz_is_passed(
    engine: Engine, taught: Class
) -> None:
    await takes_quiz(engine, taught.heron, taught.lessons[1], wrong=4)
    assert (await read(engine, taught)).stuck == ()
    await takes_quiz(engine, taught.heron, taught.lessons[1], wrong=5)
    [heron] = (await read(engine, taught)).stuck
    assert heron.stuck is Stuck.QUIZ
    assert heron.here is not None
    assert heron.here.lesson_id == taught.lessons[1]
    await takes_quiz(engine, taught.heron, taught.lessons[1], wrong=0)
    await takes_quiz(engine, taught.heron, taught.lessons[1], wrong=4)
    assert (await read(engine, taught)).stuck == ()


async def test_who_has_completed_the_course_is_never_stuck(
    engine: Engine, taught: Class, clock: FrozenClock
) -> None:
    await takes_quiz(engine, taught.otter, taught.lessons[1], wrong=0)
    for lesson_id in taught.lessons:
        await engine.run(mark_lesson_done, MarkLessonDone(taught.otter, lesson_id))
    clock.advance(days=30)
    otter, heron = (await read(engine, taught)).learners
    assert (otter.is_completed, otter.is_stuck, otter.here) == (True, False, None)
    assert heron.is_stuck


async def test_erased_people_are_left_out(engine: Engine, taught: Class) -> None:
    await engine.run(erase_person, ErasePerson(taught.heron))
    assert [one.name for one in (await read(engine, taught)).learners] == ["Otter"]
