"""Quizzes: brought along by a course or attached to a lesson, taken item by item, graded once."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import replace
from typing import Any

from engine.courses.access import owned_course, readable_lesson, require_enrolled
from engine.courses.commands import ImportCourse, LessonChange
from engine.courses.queries import course_summary
from engine.courses.service import import_course, note_opened
from engine.foundation.errors import NotFound, Outdated
from engine.foundation.tx import Tx
from engine.people.commands import Role
from engine.people.queries import consents, require_role
from engine.quizzes import statements as sql
from engine.quizzes.asking import explanation_of, option_texts, own_positions
from engine.quizzes.attempts import GivenResponse, LoadedAttempt, loaded, own_attempt
from engine.quizzes.commands import (
    AttachGift,
    AttemptStarted,
    AttemptState,
    GiftAttached,
    ImportedWithQuizzes,
    ImportWithQuizzes,
    ItemAnswer,
    QuizFinished,
    ResponseGraded,
    ResponsesGraded,
    StartAttempt,
    SubmitResponse,
    SubmitResponses,
)
from engine.quizzes.errors import ChoiceInvalid, QuizEmpty, ResponsesMissing
from engine.quizzes.events import QuizPassed
from engine.quizzes.grading import grade, passed
from engine.quizzes.quiz_store import QuizChange, store_quiz
from engine.quizzes.reward_facts import is_groups_second, packed, suspect_of, trail_of
from engine.quizzes.suggesting import added_items, keep_added, store_suggestions, with_added
from engine.rewards.commands import RewardQuiz
from engine.rewards.service import reward_quiz

_SEED_BITS = 31


def import_course_with_quizzes(tx: Tx, command: ImportWithQuizzes) -> ImportedWithQuizzes:
    """`import_course`, and each lesson's quiz with it. A quiz that came with the course and is gone
    is retired; one attached to a lesson by hand stays. Suggested items wait for their review, and
    those added before are still asked. Raises what `import_course` raises."""
    imported = import_course(tx, ImportCourse(command.by_person_id, command.draft))
    lesson_ids = {lesson.key: lesson.lesson_id for lesson in imported.lessons}
    gone = {
        lesson.lesson_id for lesson in imported.lessons if lesson.change is LessonChange.REMOVED
    }
    counted: Counter[QuizChange] = Counter()
    kept: set[int] = set()
    added = added_items(tx, imported.course_id)
    for lesson in command.draft.lessons:
        if lesson.quiz is None or not lesson.quiz.items:
            continue
        stored = store_quiz(
            tx,
            course_id=imported.course_id,
            lesson_id=lesson_ids[lesson.key],
            title=lesson.quiz.title,
            items=with_added(lesson.quiz.items, added.get(lesson_ids[lesson.key], ())),
            origin="course",
        )
        counted[stored.change] += 1
        kept.add(stored.quiz_id)
    removed = [
        quiz
        for quiz in tx.query(sql.QUIZZES_OF_COURSE, of_course=imported.course_id)
        if quiz.id not in kept and (quiz.origin == "course" or quiz.lesson_id in gone)
    ]
    for quiz in removed:
        keep_added(tx, quiz, () if quiz.lesson_id in gone else added.get(quiz.lesson_id, ()))
    waiting = store_suggestions(
        tx,
        imported.course_id,
        {lesson_ids[lesson.key]: lesson.suggestions for lesson in command.draft.lessons},
    )
    return ImportedWithQuizzes(
        course=imported,
        quizzes_added=counted[QuizChange.ADDED],
        quizzes_changed=counted[QuizChange.CHANGED],
        quizzes_same=counted[QuizChange.SAME],
        quizzes_removed=len(removed),
        suggestions_waiting=waiting,
    )


def attach_gift(tx: Tx, command: AttachGift) -> GiftAttached:
    """The lesson ends with this quiz from now on. Educators, in their own course.

    Raises NotFound, Forbidden, QuizEmpty.
    """
    require_role(tx, command.by_person_id, Role.EDUCATOR, Role.ADMIN)
    _, lesson = readable_lesson(tx, command.by_person_id, command.lesson_id)
    owned_course(tx, command.by_person_id, lesson.course_id)
    if not command.items:
        raise QuizEmpty(title=command.title)
    stored = store_quiz(
        tx,
        course_id=lesson.course_id,
        lesson_id=lesson.id,
        title=command.title or lesson.title,
        items=command.items,
        origin="attached",
    )
    return GiftAttached(
        quiz_id=stored.quiz_id,
        course_id=lesson.course_id,
        lesson_id=lesson.id,
        items=len(command.items),
        is_new=stored.change is QuizChange.ADDED,
        is_changed=stored.change is not QuizChange.SAME,
        version=tx.query(sql.FIND_QUIZ, quiz_id=stored.quiz_id)[0].version,
    )


def start_attempt(tx: Tx, command: StartAttempt) -> AttemptStarted:
    """Goes on with an open attempt, unless the quiz was changed meanwhile; else begins one.

    Raises NotFound (lesson, quiz), NotEnrolled.
    """
    course, lesson = readable_lesson(tx, command.person_id, command.lesson_id)
    require_enrolled(tx, command.person_id, course)
    quiz = tx.one(sql.QUIZ_OF_LESSON, of_lesson=lesson.id)
    if quiz is None or quiz.state != "active":
        raise NotFound(what="quiz")
    row = tx.one(sql.OPEN_ATTEMPT, of_quiz=quiz.id, of_person=command.person_id)
    is_renewed = is_resumed = False
    if row is not None and row.quiz_version != quiz.version:
        tx.change(sql.ABANDON_ATTEMPT, attempt_id=row.id, at=tx.now)
        is_renewed, row = True, None
    if row is None:
        note_opened(tx, command.person_id, lesson.id)
        row = _new_attempt(tx, quiz, command.person_id)
    else:
        is_resumed = True
    attempt = loaded(tx, row)
    return AttemptStarted(
        attempt_id=attempt.row.id,
        quiz_id=quiz.id,
        course_id=quiz.course_id,
        lesson_id=quiz.lesson_id,
        title=quiz.title,
        number=attempt.row.number,
        total=len(attempt.items),
        answered=len(attempt.responses),
        pass_mark_percent=quiz.pass_mark_percent,
        is_resumed=is_resumed,
        is_renewed=is_renewed,
        open_items=attempt.open_items,
    )


def submit_response(tx: Tx, command: SubmitResponse) -> ResponseGraded:
    """Grades one item; the last one finishes the attempt. An item is graded once: answered again it
    tells how it was graded.

    Raises NotFound, Forbidden (somebody else's attempt), Outdated (finished or given up),
    ChoiceInvalid.
    """
    attempt = _open_attempt(tx, command.person_id, command.attempt_id)
    number = attempt.number(command.item_id)
    is_repeat = command.item_id in attempt.responses
    after = attempt
    if not is_repeat:
        after = _respond(tx, attempt, command.item_id, command.chosen)
    still_open = after.open_items
    finished = None if still_open else _finish(tx, after)
    item = after.items[command.item_id]
    response = after.responses[command.item_id]
    return ResponseGraded(
        item_id=command.item_id,
        number=number,
        total=len(after.items),
        is_right=bool(response.is_right),
        is_repeat=is_repeat,
        chosen_options=option_texts(item, tuple(json.loads(response.chosen))),
        right_options=option_texts(item, item.right),
        explanation=explanation_of(item, tuple(json.loads(response.chosen))),
        next=still_open[0] if still_open else None,
        finished=finished,
    )


def submit_responses(tx: Tx, command: SubmitResponses) -> ResponsesGraded:
    """Grades a modal's items together, or none of them.

    Raises what `submit_response` raises, and ResponsesMissing naming the items without an answer.
    """
    attempt = _open_attempt(tx, command.person_id, command.attempt_id)
    missing = [attempt.number(answer.item_id) for answer in command.answers if not answer.chosen]
    if missing or not command.answers:
        numbers = missing or [item.number for item in attempt.open_items]
        raise ResponsesMissing(numbers=", ".join(map(str, sorted(numbers))), count=len(numbers))
    by_item = {answer.item_id: answer for answer in command.answers}
    # Repeats first: grading the last open item finishes the attempt, and then nothing is graded.
    in_order = sorted(by_item.values(), key=lambda answer: answer.item_id not in attempt.responses)
    graded = {answer.item_id: submit_response(tx, _single(command, answer)) for answer in in_order}
    after = own_attempt(tx, command.person_id, command.attempt_id)
    finished = [one.finished for one in graded.values() if one.finished is not None]
    return ResponsesGraded(
        graded=tuple(graded[item_id] for item_id in by_item),
        open_items=after.open_items,
        finished=finished[0] if finished else None,
    )


def _single(command: SubmitResponses, answer: ItemAnswer) -> SubmitResponse:
    return SubmitResponse(command.person_id, command.attempt_id, answer.item_id, answer.chosen)


def _open_attempt(tx: Tx, person_id: int, attempt_id: int) -> LoadedAttempt:
    attempt = own_attempt(tx, person_id, attempt_id)
    if attempt.row.state != AttemptState.OPEN:
        raise Outdated(what="attempt")
    return attempt


def _new_attempt(tx: Tx, quiz: Any, person_id: int) -> Any:
    item_ids = [row.id for row in tx.query(sql.ACTIVE_ITEMS, of_quiz=quiz.id)]
    before = tx.query(sql.SUM_UP_ATTEMPTS, of_quiz=quiz.id, of_person=person_id)[0]
    attempt_id = tx.query(
        sql.ADD_ATTEMPT,
        of_quiz=quiz.id,
        of_person=person_id,
        # An attempt given up for a changed quiz was none: the next one has its number.
        numbered=before.count + 1,
        of_version=quiz.version,
        asks=json.dumps(item_ids),
        seed=secrets.randbits(_SEED_BITS),
        possible=len(item_ids),
        at=tx.now,
    )[0].id
    return tx.one(sql.FIND_ATTEMPT, attempt_id=attempt_id)


def _respond(
    tx: Tx, attempt: LoadedAttempt, item_id: int, chosen: tuple[int, ...]
) -> LoadedAttempt:
    """The attempt with this response in it."""
    item = attempt.items[item_id]
    picked = own_positions(item, chosen, seed=attempt.row.order_seed, item_id=item_id)
    if picked is None:
        raise ChoiceInvalid(number=attempt.number(item_id))
    graded = grade(item, picked)
    tx.change(
        sql.ADD_RESPONSE,
        of_attempt=attempt.row.id,
        to_item=item_id,
        picked=json.dumps(picked),
        was_right=graded.is_right,
        earned=graded.points_earned,
        possible=graded.points_possible,
        at=tx.now,
    )
    given = GivenResponse(
        item_id=item_id,
        chosen=json.dumps(picked),
        is_right=graded.is_right,
        points_earned=graded.points_earned,
        points_possible=graded.points_possible,
        responded_at=tx.now,
    )
    return replace(attempt, responses={**attempt.responses, item_id: given})


def _finish(tx: Tx, attempt: LoadedAttempt) -> QuizFinished:
    row, quiz = attempt.row, attempt.quiz
    earned = sum(response.points_earned for response in attempt.responses.values())
    possible = sum(response.points_possible for response in attempt.responses.values())
    is_passed = passed(earned, possible, quiz.pass_mark_percent)
    before = tx.query(sql.SUM_UP_ATTEMPTS, of_quiz=quiz.id, of_person=row.person_id)[0]
    is_first_pass = is_passed and not before.is_passed
    trail = trail_of(attempt)
    # Before this one is finished: it is not to be compared with itself.
    suspect = suspect_of(tx, attempt, trail) if is_passed and row.number == 1 else None
    tx.change(
        sql.FINISH_ATTEMPT,
        attempt_id=row.id,
        earned=earned,
        possible=possible,
        with_pass=is_passed,
        as_trail=packed(trail),
        at=tx.now,
    )
    if is_first_pass:
        _tell(tx, row.person_id, quiz)
    rewarded = reward_quiz(
        tx,
        RewardQuiz(
            person_id=row.person_id,
            quiz_id=quiz.id,
            course_id=quiz.course_id,
            attempt_number=row.number,
            points_earned=earned,
            points_possible=possible,
            course_owner_id=course_summary(tx, quiz.course_id).owner_id,
            is_groups_second=is_groups_second(tx, attempt),
            suspect=suspect,
        ),
    )
    return QuizFinished(
        attempt_id=row.id,
        quiz_id=quiz.id,
        course_id=quiz.course_id,
        lesson_id=quiz.lesson_id,
        points_earned=earned,
        points_possible=possible,
        is_passed=is_passed,
        is_first_pass=is_first_pass,
        attempt_number=row.number,
        mistakes=sum(1 for response in attempt.responses.values() if not response.is_right),
        rewarded=rewarded,
    )


def _tell(tx: Tx, person_id: int, quiz: Any) -> None:
    # Who may not be named is in no topic: groups hear nothing.
    topics = (f"person:{person_id}:course:{quiz.course_id}",) if consents(tx, person_id) else ()
    tx.emit(QuizPassed(person_id, quiz.course_id, quiz.id, quiz.lesson_id), topics=topics)
