"""Courses, progress and challenges of two people who turn out to be one: the further one counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select, update

from engine.courses import tables
from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding
from engine.people.merges import Merge

ENROLLMENTS = OwnRows(tables.enrollment, one_per=("course_id",))
PROGRESS = OwnRows(tables.lesson_progress, one_per=("lesson_id",))
CHECKS = OwnRows(tables.challenge_check, one_per=("lesson_id", "number"))
_ROWS = {
    "courses": OwnRows(tables.course, "owner_id"),
    "enrollments": ENROLLMENTS,
    "progress": PROGRESS,
    "checks": CHECKS,
}
_STATES = ("withdrawn", "active", "completed")

_enrollments = tables.enrollment.c
_progress = tables.lesson_progress.c
_checks = tables.challenge_check.c
KEEP_ENROLLMENT = (
    update(tables.enrollment)
    .where(
        _enrollments.person_id == bindparam("of_person"),
        _enrollments.course_id == bindparam("of_course"),
    )
    .values(
        state=bindparam("new_state"),
        lesson_id=bindparam("in_lesson"),
        page=bindparam("at_page"),
        enrolled_at=bindparam("since"),
        completed_at=bindparam("at"),
    )
)
KEEP_PROGRESS = (
    update(tables.lesson_progress)
    .where(
        _progress.person_id == bindparam("of_person"), _progress.lesson_id == bindparam("of_lesson")
    )
    .values(page=bindparam("at_page"), done_at=bindparam("at"))
)
KEEP_CHECK = (
    update(tables.challenge_check)
    .where(
        _checks.person_id == bindparam("of_person"),
        _checks.lesson_id == bindparam("of_lesson"),
        _checks.number == bindparam("numbered"),
    )
    .values(had_it=True)
)
POSITION = select(tables.lesson.c.position).where(tables.lesson.c.id == bindparam("lesson_id"))
COUNT_COURSES = (
    select(func.count().label("count"))
    .select_from(tables.enrollment)
    .where(_enrollments.person_id == bindparam("of_person"), _enrollments.state != "withdrawn")
)


def holdings(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    return (Holding("courses", tx.query(COUNT_COURSES, of_person=person_id)[0].count),)


def merge(tx: Tx, merge: Merge) -> dict[str, HandedOver]:
    giver, taker = merge.leaver, merge.keeper
    for theirs, own in ENROLLMENTS.clashes(tx, giver=giver, taker=taker):
        _keep_enrollment(tx, own, theirs)
    for theirs, own in PROGRESS.clashes(tx, giver=giver, taker=taker):
        tx.change(
            KEEP_PROGRESS,
            of_person=taker,
            of_lesson=own.lesson_id,
            at_page=max(own.page, theirs.page),
            at=_first(own.done_at, theirs.done_at),
        )
    for theirs, own in CHECKS.clashes(tx, giver=giver, taker=taker):
        if theirs.had_it and not own.had_it:
            tx.change(KEEP_CHECK, of_person=taker, of_lesson=own.lesson_id, numbered=own.number)
    return {name: rows.hand_over(tx, giver=giver, taker=taker) for name, rows in _ROWS.items()}


def undo(tx: Tx, merge: Merge, note: dict[str, HandedOver]) -> None:
    """The keeper stays as far as they were together: what was read is known."""
    for name, rows in _ROWS.items():
        rows.hand_back(tx, note[name], giver=merge.leaver, taker=merge.keeper)


def _keep_enrollment(tx: Tx, own: Any, theirs: Any) -> None:
    further = max((own, theirs), key=lambda row: (_position(tx, row.lesson_id), row.page))
    tx.change(
        KEEP_ENROLLMENT,
        of_person=own.person_id,
        of_course=own.course_id,
        new_state=max(own.state, theirs.state, key=_STATES.index),
        in_lesson=further.lesson_id,
        at_page=further.page,
        since=min(own.enrolled_at, theirs.enrolled_at),
        at=_first(own.completed_at, theirs.completed_at),
    )


def _position(tx: ReadTx, lesson_id: int | None) -> int:
    return -1 if lesson_id is None else tx.query(POSITION, lesson_id=lesson_id)[0].position


def _first(one: Any, other: Any) -> Any:
    moments = [at for at in (one, other) if at is not None]
    return min(moments, default=None)
