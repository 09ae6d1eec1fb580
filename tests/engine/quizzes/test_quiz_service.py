"""Taking a quiz through the door: asked, graded once, finished, rewarded, told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from engine.courses.commands import Enroll, LessonPageQuery, NextKind
from engine.courses.errors import NotEnrolled
from engine.courses.queries import lesson_page
from engine.courses.service import enroll
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound, Outdated
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.foundation.tx import Destination, Tx
from engine.people.commands import ErasePerson, Role
from engine.people.queries import export_person
from engine.people.service import erase_person
from engine.quizzes.commands import (
    AttemptQuery,
    AttemptStarted,
    AttemptState,
    ItemAnswer,
    ItemQuery,
    ItemToAsk,
    QuizFinished,
    QuizQuery,
    ResponseGraded,
    StartAttempt,
    SubmitResponse,
    SubmitResponses,
)
from engine.quizzes.errors import ChoiceInvalid, ResponsesMissing
from engine.quizzes.events import QuizPassed
from engine.quizzes.queries import asked_item, attempt_state, mistakes, quiz_card
from engine.quizzes.service import start_attempt, submit_response, submit_responses
from engine.wallet.commands import OpenTreasury
from engine.wallet.service import open_treasury
from tests.engine.courses.teaching import course, enrolled, imported, met, quiz


@dataclass(frozen=True)
class Taught:
    educator: int
    learner: int
    course_id: int
    lesson_id: int


@pytest.fixture
async def taught(engine: Engine) -> Taught:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2, quizzes={1: quiz()}))).course
    [learner] = await enrolled(engine, made.course_id, 10)
    return Taught(educator, learner, made.course_id, made.lessons[0].lesson_id)


async def start(engine: Engine, taught: Taught, learner: int = 0) -> AttemptStarted:
    command = StartAttempt(learner or taught.learner, taught.lesson_id)
    return await engine.run(start_attempt, command)


def wrong(item: ItemToAsk) -> tuple[int, ...]:
    """One option that is not right; never a right answer, also where several are asked for."""
    return (next(place for place in range(len(item.options)) if place not in item.right),)


async def answer(
    engine: Engine, person_id: int, started: AttemptStarted, *, mistakes_first: int = 0
) -> list[ResponseGraded]:
    """Answers all open items: the first `mistakes_first` wrong, the others right."""
    graded = []
    for place, item in enumerate(started.open_items):
        chosen = wrong(item) if place < mistakes_first else item.right
        submitted = SubmitResponse(person_id, started.attempt_id, item.item_id, chosen)
        graded.append(await engine.run(submit_response, submitted))
    return graded


async def finish(
    engine: Engine, person_id: int, started: AttemptStarted, *, mistakes_first: int = 0
) -> QuizFinished:
    graded = await answer(engine, person_id, started, mistakes_first=mistakes_first)
    finished = graded[-1].finished
    assert finished is not None
    return finished


async def test_a_lesson_with_a_quiz_leads_to_it(engine: Engine, taught: Taught) -> None:
    page = await engine.read(lesson_page, LessonPageQuery(taught.learner, taught.lesson_id, 3))
    assert page.next.kind is NextKind.QUIZ
    card = await engine.read(quiz_card, QuizQuery(taught.learner, taught.lesson_id))
    assert (card.items, card.attempts, card.best_points, card.is_passed) == (5, 0, None, False)


async def test_only_learners_of_the_course_take_its_quiz(engine: Engine, taught: Taught) -> None:
    visitor = await met(engine, 11)
    with pytest.raises(NotEnrolled):
        await start(engine, taught, visitor)
    with pytest.raises(NotFound):
        await engine.run(start_attempt, StartAttempt(taught.learner, taught.lesson_id + 1))


async def test_each_answer_names_what_comes_next(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    assert (started.number, started.total, started.answered) == (1, 5, 0)
    graded = await answer(engine, taught.learner, started, mistakes_first=1)
    assert [one.number for one in graded] == [1, 2, 3, 4, 5]
    assert [one.is_right for one in graded] == [False, True, True, True, True]
    assert [one.next.number if one.next else None for one in graded] == [2, 3, 4, 5, None]
    assert graded[0].right_options == ("water",)
    assert graded[0].chosen_options != ("water",)
    assert graded[3].explanation == "Rivers carry salt."
    assert [one.finished is not None for one in graded] == [False] * 4 + [True]


async def test_four_of_five_pass_and_pay_once(engine: Engine, taught: Taught) -> None:
    await engine.run(open_treasury, OpenTreasury("notional", 100_000, "XXX"))
    finished = await finish(engine, taught.learner, await start(engine, taught), mistakes_first=1)
    assert (finished.points_earned, finished.points_possible) == (4, 5)
    assert finished.is_passed
    assert finished.is_first_pass
    assert finished.mistakes == 1
    assert finished.rewarded.tokens == 20
    assert finished.rewarded.streak.days == 1
    second = await start(engine, taught)
    assert second.number == 2
    again = await finish(engine, taught.learner, second)
    assert again.is_passed
    assert not again.is_first_pass
    assert again.rewarded.tokens == 0


async def test_three_of_five_do_not_pass(engine: Engine, taught: Taught) -> None:
    finished = await finish(engine, taught.learner, await start(engine, taught), mistakes_first=2)
    assert not finished.is_passed
    assert finished.rewarded.tokens == 0
    card = await engine.read(quiz_card, QuizQuery(taught.learner, taught.lesson_id))
    assert (card.attempts, card.best_points, card.is_passed) == (1, 3, False)


async def test_an_item_is_graded_once(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    item = started.next
    first = SubmitResponse(taught.learner, started.attempt_id, item.item_id, wrong(item))
    second = SubmitResponse(taught.learner, started.attempt_id, item.item_id, item.right)
    assert not (await engine.run(submit_response, first)).is_right
    repeated = await engine.run(submit_response, second)
    assert repeated.is_repeat
    assert not repeated.is_right
    assert repeated.next is not None
    assert repeated.next.number == 2


async def test_twenty_taps_at_once_are_one_answer(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    tap = SubmitResponse(
        taught.learner, started.attempt_id, started.next.item_id, started.next.right
    )
    results = await asyncio.gather(*(engine.run(submit_response, tap) for _ in range(20)))
    assert sum(not result.is_repeat for result in results) == 1
    state = await engine.read(attempt_state, AttemptQuery(taught.learner, started.attempt_id))
    assert (state.answered, state.points_earned) == (1, 1)


async def test_twenty_starts_at_once_are_one_attempt(engine: Engine, taught: Taught) -> None:
    starts = await asyncio.gather(*(start(engine, taught) for _ in range(20)))
    assert len({one.attempt_id for one in starts}) == 1
    assert sum(not one.is_resumed for one in starts) == 1


async def test_the_same_key_gives_the_same_grade(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    tap = SubmitResponse(
        taught.learner, started.attempt_id, started.next.item_id, started.next.right
    )
    first = await engine.run(submit_response, tap, key="telegram:1:5")
    assert await engine.run(submit_response, tap, key="telegram:1:5") == first
    assert not first.is_repeat


async def test_somebody_elses_attempt_is_out_of_reach(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    [other] = await enrolled(engine, taught.course_id, 12)
    tap = SubmitResponse(other, started.attempt_id, started.next.item_id, (0,))
    with pytest.raises(Forbidden):
        await engine.run(submit_response, tap)
    for question in (attempt_state, mistakes):
        with pytest.raises(Forbidden):
            await engine.read(question, AttemptQuery(other, started.attempt_id))
    theirs = await start(engine, taught, other)
    assert theirs.attempt_id != started.attempt_id


async def test_a_finished_attempt_takes_no_answer(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    await finish(engine, taught.learner, started)
    late = SubmitResponse(taught.learner, started.attempt_id, started.next.item_id, (0,))
    with pytest.raises(Outdated):
        await engine.run(submit_response, late)
    state = await engine.read(attempt_state, AttemptQuery(taught.learner, started.attempt_id))
    assert (state.state, state.is_passed) == (AttemptState.FINISHED, True)


@pytest.mark.parametrize("chosen", [(), (9,), (-1,), (0, 1)])
async def test_an_answer_that_is_none_is_refused(
    engine: Engine, taught: Taught, chosen: tuple[int, ...]
) -> None:
    started = await start(engine, taught)
    tap = SubmitResponse(taught.learner, started.attempt_id, started.next.item_id, chosen)
    with pytest.raises(ChoiceInvalid):
        await engine.run(submit_response, tap)
    unknown = SubmitResponse(taught.learner, started.attempt_id, 999, (0,))
    with pytest.raises(NotFound):
        await engine.run(submit_response, unknown)


async def test_a_modal_is_graded_whole_or_not_at_all(engine: Engine, taught: Taught) -> None:
    started = await start(engine, taught)
    answers = [ItemAnswer(item.item_id, item.right) for item in started.open_items]
    gaps = (*answers[:1], ItemAnswer(answers[1].item_id, ()), *answers[2:4],
            ItemAnswer(answers[4].item_id, ()))  # fmt: skip
    with pytest.raises(ResponsesMissing) as refusal:
        await engine.run(
            submit_responses, SubmitResponses(taught.learner, started.attempt_id, gaps)
        )
    assert refusal.value.data == {"numbers": "2, 5", "count": 2}
    state = await engine.read(attempt_state, AttemptQuery(taught.learner, started.attempt_id))
    assert state.answered == 0
    some = SubmitResponses(taught.learner, started.attempt_id, tuple(answers[:2]))
    result = await engine.run(submit_responses, some)
    assert [item.number for item in result.open_items] == [3, 4, 5]
    assert result.finished is None
    whole = SubmitResponses(taught.learner, started.attempt_id, tuple(answers))
    result = await engine.run(submit_responses, whole)
    assert [one.number for one in result.graded] == [1, 2, 3, 4, 5]
    assert [one.is_repeat for one in result.graded] == [True, True, False, False, False]
    assert result.finished is not None
    assert result.finished.points_earned == 5


async def test_an_open_attempt_goes_on_with_its_options_in_the_same_order(
    engine: Engine, taught: Taught
) -> None:
    started = await start(engine, taught)
    tap = SubmitResponse(
        taught.learner, started.attempt_id, started.next.item_id, started.next.right
    )
    await engine.run(submit_response, tap)
    resumed = await start(engine, taught)
    assert resumed.is_resumed
    assert resumed.answered == 1
    assert resumed.open_items == started.open_items[1:]
    shown = await engine.read(
        asked_item, ItemQuery(taught.learner, started.attempt_id, started.next.item_id)
    )
    assert shown.item == started.next
    assert shown.chosen == started.next.right


async def test_mistakes_tell_what_was_chosen_and_the_page_to_open(
    engine: Engine, taught: Taught
) -> None:
    started = await start(engine, taught)
    finished = await finish(engine, taught.learner, started, mistakes_first=1)
    [mistake] = await engine.read(mistakes, AttemptQuery(taught.learner, finished.attempt_id))
    assert mistake.right_options == ("water",)
    assert len(mistake.chosen_options) == 1
    assert mistake.chosen_options != ("water",)
    # Of the lesson's pages "Find a spring" shares the word with "What comes out of a spring?".
    assert (mistake.lesson_id, mistake.page) == (taught.lesson_id, 2)


@dataclass(frozen=True)
class Follow:
    topic: str


def follow(tx: Tx, command: Follow) -> None:
    tx.follow(command.topic, Destination(kind="place", id=77, platform="discord"))


@pytest.mark.parametrize("is_visible", [True, False])
async def test_groups_hear_of_a_first_pass_with_consent_alone(
    engine: Engine, taught: Taught, is_visible: bool
) -> None:
    learner = await met(engine, 20, is_visible=is_visible)
    await engine.run(enroll, Enroll(learner, taught.course_id))
    await engine.run(follow, Follow(f"person:{learner}:course:{taught.course_id}"))
    await finish(engine, learner, await start(engine, taught, learner))
    await finish(engine, learner, await start(engine, taught, learner))
    claimed = await engine.run(claim_deliveries, ClaimDeliveries("discord"))
    told = [delivery.event for delivery in claimed if isinstance(delivery.event, QuizPassed)]
    assert [event.person_id for event in told] == [learner] * is_visible


async def test_an_export_has_the_answers_in_words_and_erasing_drops_them(
    engine: Engine, taught: Taught
) -> None:
    started = await start(engine, taught)
    await finish(engine, taught.learner, started)
    [attempt] = (await engine.read(export_person, taught.learner))["quizzes"]
    assert attempt["points_earned"] == 5
    assert attempt["responses"][0]["chosen"] == ["water"]
    await engine.run(erase_person, ErasePerson(taught.learner))
    with pytest.raises(NotFound):
        await engine.read(attempt_state, AttemptQuery(taught.learner, started.attempt_id))
