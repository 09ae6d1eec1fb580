"""Questions about quizzes: what a lesson asks, and how one's own attempts went."""

from __future__ import annotations

import json

from engine.courses.access import readable_lesson
from engine.courses.queries import lesson_pages
from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx
from engine.quizzes import statements as sql
from engine.quizzes.asking import explanation_of, option_texts, shown_order
from engine.quizzes.attempts import own_attempt
from engine.quizzes.commands import (
    AskedItem,
    AttemptQuery,
    AttemptReport,
    AttemptState,
    ItemQuery,
    Mistake,
    QuizCard,
    QuizQuery,
)
from engine.quizzes.explaining_page import explaining_page


def attempt_state(tx: ReadTx, query: AttemptQuery) -> AttemptReport:
    """Where an attempt is. Raises NotFound; Forbidden for somebody else's."""
    attempt = own_attempt(tx, query.person_id, query.attempt_id)
    row, quiz = attempt.row, attempt.quiz
    is_open = row.state == AttemptState.OPEN
    earned = sum(response.points_earned for response in attempt.responses.values())
    return AttemptReport(
        attempt_id=row.id,
        quiz_id=quiz.id,
        course_id=quiz.course_id,
        lesson_id=quiz.lesson_id,
        title=quiz.title,
        number=row.number,
        state=AttemptState(row.state),
        total=len(attempt.items),
        answered=len(attempt.responses),
        points_earned=earned,
        points_possible=row.points_possible,
        pass_mark_percent=quiz.pass_mark_percent,
        is_passed=bool(row.is_passed),
        open_items=attempt.open_items if is_open else (),
    )


def asked_item(tx: ReadTx, query: ItemQuery) -> AskedItem:
    """An item of one's own attempt as it was shown. Raises NotFound, Forbidden."""
    attempt = own_attempt(tx, query.person_id, query.attempt_id)
    attempt.number(query.item_id)
    response = attempt.responses.get(query.item_id)
    chosen = None
    if response is not None:
        order = shown_order(
            attempt.items[query.item_id], seed=attempt.row.order_seed, item_id=query.item_id
        )
        picked = set(json.loads(response.chosen))
        chosen = tuple(shown for shown, place in enumerate(order) if place in picked)
    return AskedItem(
        item=attempt.to_ask(query.item_id),
        chosen=chosen,
        is_attempt_open=attempt.row.state == AttemptState.OPEN,
    )


def mistakes(tx: ReadTx, query: AttemptQuery) -> tuple[Mistake, ...]:
    """The items that were not answered right, each with the page to open.

    Raises NotFound; Forbidden for somebody else's attempt.
    """
    attempt = own_attempt(tx, query.person_id, query.attempt_id)
    pages = lesson_pages(tx, attempt.quiz.lesson_id)
    found = []
    for number, (item_id, item) in enumerate(attempt.items.items(), start=1):
        response = attempt.responses.get(item_id)
        if response is None or response.is_right:
            continue
        found.append(
            Mistake(
                item_id=item_id,
                number=number,
                kind=item.kind,
                stem=item.stem,
                chosen_options=option_texts(item, tuple(json.loads(response.chosen))),
                right_options=option_texts(item, item.right),
                explanation=explanation_of(item, tuple(json.loads(response.chosen))),
                lesson_id=attempt.quiz.lesson_id,
                page=explaining_page(item, pages),
            )
        )
    return tuple(found)


def quiz_card(tx: ReadTx, query: QuizQuery) -> QuizCard:
    """The quiz of a lesson. Raises NotFound (lesson, quiz), CourseNotFree."""
    _, lesson = readable_lesson(tx, query.person_id, query.lesson_id)
    quiz = tx.one(sql.QUIZ_OF_LESSON, of_lesson=lesson.id)
    if quiz is None or quiz.state != "active":
        raise NotFound(what="quiz")
    summed = tx.query(sql.SUM_UP_ATTEMPTS, of_quiz=quiz.id, of_person=query.person_id)[0]
    open_one = tx.one(sql.OPEN_ATTEMPT, of_quiz=quiz.id, of_person=query.person_id)
    return QuizCard(
        quiz_id=quiz.id,
        course_id=quiz.course_id,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        title=quiz.title,
        version=quiz.version,
        items=tx.query(sql.COUNT_ITEMS, of_quiz=quiz.id)[0].count,
        pass_mark_percent=quiz.pass_mark_percent,
        attempts=summed.count,
        best_points=summed.best,
        is_passed=bool(summed.is_passed),
        open_attempt_id=open_one.id if open_one else None,
    )
