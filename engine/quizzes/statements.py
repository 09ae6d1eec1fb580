"""The quizzes domain's SQL."""

from __future__ import annotations

from sqlalchemy import bindparam, case, delete, func, insert, select, update

from engine.quizzes import tables

quizzes = tables.quiz.c
items = tables.item.c
suggested = tables.suggested_item.c
attempts = tables.attempt.c
responses = tables.response.c

FIND_QUIZ = select(tables.quiz).where(quizzes.id == bindparam("quiz_id"))
QUIZ_OF_LESSON = select(tables.quiz).where(quizzes.lesson_id == bindparam("of_lesson"))
QUIZZES_OF_COURSE = select(tables.quiz).where(
    quizzes.course_id == bindparam("of_course"), quizzes.state == "active"
)
ADD_QUIZ = (
    insert(tables.quiz)
    .values(
        course_id=bindparam("of_course"),
        lesson_id=bindparam("of_lesson"),
        title=bindparam("named"),
        version=1,
        content_hash=bindparam("hashed"),
        pass_mark_percent=bindparam("pass_mark"),
        origin=bindparam("from_origin"),
        state="active",
        updated_at=bindparam("at"),
    )
    .returning(quizzes.id)
)
UPDATE_QUIZ = (
    update(tables.quiz)
    .where(quizzes.id == bindparam("quiz_id"))
    .values(
        title=bindparam("named"),
        version=quizzes.version + 1,
        content_hash=bindparam("hashed"),
        origin=bindparam("from_origin"),
        state="active",
        updated_at=bindparam("at"),
    )
)
RENAME_QUIZ = (
    update(tables.quiz)
    .where(quizzes.id == bindparam("quiz_id"))
    .values(title=bindparam("named"), origin=bindparam("from_origin"))
)
RETIRE_QUIZ = (
    update(tables.quiz)
    .where(quizzes.id == bindparam("quiz_id"))
    .values(state="retired", version=quizzes.version + 1, updated_at=bindparam("at"))
)

ACTIVE_ITEMS = (
    select(tables.item)
    .where(items.quiz_id == bindparam("of_quiz"), items.state == "active")
    .order_by(items.position)
)
ALL_ITEMS = select(tables.item).where(items.quiz_id == bindparam("of_quiz")).order_by(items.id)
ADD_ITEM = insert(tables.item).values(
    quiz_id=bindparam("of_quiz"),
    position=bindparam("at_position"),
    content=bindparam("packed"),
    content_hash=bindparam("hashed"),
    state="active",
)
PLACE_ITEM = (
    update(tables.item)
    .where(items.id == bindparam("item_id"))
    .values(position=bindparam("at_position"), content=bindparam("packed"), state="active")
)
RETIRE_ITEMS = (
    update(tables.item)
    .where(items.quiz_id == bindparam("of_quiz"), items.state == "active")
    .values(state="retired")
)
COUNT_ITEMS = (
    select(func.count().label("count"))
    .select_from(tables.item)
    .where(items.quiz_id == bindparam("of_quiz"), items.state == "active")
)

FIND_SUGGESTED = select(tables.suggested_item).where(suggested.id == bindparam("suggested_id"))
SUGGESTED_IN_COURSE = (
    select(tables.suggested_item)
    .where(suggested.course_id == bindparam("of_course"))
    .order_by(suggested.id)
)
ADD_SUGGESTED = insert(tables.suggested_item).values(
    course_id=bindparam("of_course"),
    lesson_id=bindparam("of_lesson"),
    content=bindparam("packed"),
    content_hash=bindparam("hashed"),
    state="waiting",
)
DECIDE_SUGGESTED = (
    update(tables.suggested_item)
    .where(suggested.id == bindparam("suggested_id"))
    .values(state=bindparam("as_state"), decided_at=bindparam("at"))
)
WITHDRAW_SUGGESTED = delete(tables.suggested_item).where(
    suggested.id == bindparam("suggested_id"), suggested.state == "waiting"
)

FIND_ATTEMPT = select(tables.attempt).where(attempts.id == bindparam("attempt_id"))
OPEN_ATTEMPT = select(tables.attempt).where(
    attempts.quiz_id == bindparam("of_quiz"),
    attempts.person_id == bindparam("of_person"),
    attempts.state == "open",
)
SUM_UP_ATTEMPTS = select(
    func.count().label("count"),
    func.max(attempts.points_earned).label("best"),
    func.coalesce(func.max(case((attempts.is_passed.is_(True), 1), else_=0)), 0).label("is_passed"),
).where(
    attempts.quiz_id == bindparam("of_quiz"),
    attempts.person_id == bindparam("of_person"),
    attempts.state == "finished",
)
ADD_ATTEMPT = (
    insert(tables.attempt)
    .values(
        quiz_id=bindparam("of_quiz"),
        person_id=bindparam("of_person"),
        number=bindparam("numbered"),
        quiz_version=bindparam("of_version"),
        state="open",
        item_ids=bindparam("asks"),
        order_seed=bindparam("seed"),
        points_earned=0,
        points_possible=bindparam("possible"),
        is_passed=False,
        started_at=bindparam("at"),
    )
    .returning(attempts.id)
)
ABANDON_ATTEMPT = (
    update(tables.attempt)
    .where(attempts.id == bindparam("attempt_id"))
    .values(state="abandoned", finished_at=bindparam("at"))
)
FINISH_ATTEMPT = (
    update(tables.attempt)
    .where(attempts.id == bindparam("attempt_id"))
    .values(
        state="finished",
        points_earned=bindparam("earned"),
        points_possible=bindparam("possible"),
        is_passed=bindparam("with_pass"),
        trail=bindparam("as_trail"),
        finished_at=bindparam("at"),
    )
)

RESPONSES_OF = select(tables.response).where(responses.attempt_id == bindparam("of_attempt"))
ADD_RESPONSE = insert(tables.response).values(
    attempt_id=bindparam("of_attempt"),
    item_id=bindparam("to_item"),
    chosen=bindparam("picked"),
    is_right=bindparam("was_right"),
    points_earned=bindparam("earned"),
    points_possible=bindparam("possible"),
    responded_at=bindparam("at"),
)

EXPORT_ATTEMPTS = (
    select(
        attempts.id,
        quizzes.title,
        attempts.number,
        attempts.state,
        attempts.points_earned,
        attempts.points_possible,
        attempts.started_at,
        attempts.finished_at,
    )
    .join_from(tables.attempt, tables.quiz, attempts.quiz_id == quizzes.id)
    .where(attempts.person_id == bindparam("of_person"))
    .order_by(attempts.id)
)
EXPORT_RESPONSES = (
    select(
        responses.attempt_id,
        responses.item_id,
        responses.chosen,
        responses.is_right,
        responses.responded_at,
        items.content,
    )
    .select_from(tables.response)
    .join(tables.attempt, responses.attempt_id == attempts.id)
    .join(tables.item, responses.item_id == items.id)
    .where(attempts.person_id == bindparam("of_person"))
    .order_by(responses.attempt_id, items.position)
)
_own_attempts = select(attempts.id).where(attempts.person_id == bindparam("of_person"))
ERASE_RESPONSES = delete(tables.response).where(responses.attempt_id.in_(_own_attempts))
ERASE_ATTEMPTS = delete(tables.attempt).where(attempts.person_id == bindparam("of_person"))
