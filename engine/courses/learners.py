"""How far everybody in a course is, for other domains that have checked who asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from engine.courses import tables
from engine.foundation.tx import ReadTx

_enrollments = tables.enrollment.c
_lessons = tables.lesson.c
_progress = tables.lesson_progress.c
_checks = tables.challenge_check.c

COUNT_LEARNERS = (
    select(func.count().label("count"))
    .select_from(tables.enrollment)
    .where(_enrollments.course_id == bindparam("of_course"), _enrollments.state != "withdrawn")
)
LEARNERS = (
    select(tables.enrollment)
    .where(_enrollments.course_id == bindparam("of_course"), _enrollments.state != "withdrawn")
    .order_by(_enrollments.enrolled_at, _enrollments.person_id)
    .limit(bindparam("most"))
)
LESSONS = (
    select(_lessons.id, _lessons.position, _lessons.title)
    .where(_lessons.course_id == bindparam("of_course"), _lessons.state == "active")
    .order_by(_lessons.position)
)
LESSONS_DONE = (
    select(_progress.person_id, _progress.lesson_id, _progress.done_at)
    .join_from(tables.lesson_progress, tables.lesson, _lessons.id == _progress.lesson_id)
    .where(
        _lessons.course_id == bindparam("of_course"),
        _lessons.state == "active",
        _progress.done_at.is_not(None),
    )
)
CHECKED = (
    select(_checks.person_id, _checks.lesson_id, _checks.number, _checks.had_it, _checks.checked_at)
    .join_from(tables.challenge_check, tables.lesson, _lessons.id == _checks.lesson_id)
    .join(
        tables.challenge,
        (tables.challenge.c.lesson_id == _checks.lesson_id)
        & (tables.challenge.c.number == _checks.number),
    )
    .where(_lessons.course_id == bindparam("of_course"), _lessons.state == "active")
)
COUNT_CHALLENGES = (
    select(func.count().label("count"))
    .select_from(tables.challenge)
    .join(tables.lesson, _lessons.id == tables.challenge.c.lesson_id)
    .where(_lessons.course_id == bindparam("of_course"), _lessons.state == "active")
)


@dataclass(frozen=True)
class LessonNamed:
    """`number` counts from 1."""

    lesson_id: int
    number: int
    title: str


@dataclass(frozen=True)
class LearnerProgress:
    """`last_active_at` knows of joining, of lessons done and of challenges checked."""

    person_id: int
    is_completed: bool
    lesson_id: int | None  # where they read last; perhaps a lesson that was taken out
    done_lesson_ids: frozenset[int]
    challenges_had: int
    last_active_at: datetime


@dataclass(frozen=True)
class CourseLearners:
    """`total` also counts the learners beyond those listed."""

    lessons: tuple[LessonNamed, ...]
    challenges: int
    learners: tuple[LearnerProgress, ...]
    total: int


def learners_of(tx: ReadTx, course_id: int, most: int) -> CourseLearners:
    """Everybody who is in the course or has completed it, those who came first at the front."""
    done: dict[int, set[int]] = defaultdict(set)
    had: dict[int, int] = defaultdict(int)
    last: dict[int, datetime] = {}

    def seen(person_id: int, at: datetime) -> None:
        last[person_id] = max(at, last.get(person_id, at))

    for row in tx.query(LESSONS_DONE, of_course=course_id):
        done[row.person_id].add(row.lesson_id)
        seen(row.person_id, row.done_at)
    for row in tx.query(CHECKED, of_course=course_id):
        had[row.person_id] += int(bool(row.had_it))
        seen(row.person_id, row.checked_at)
    rows = tx.query(LEARNERS, of_course=course_id, most=most)
    for row in rows:
        seen(row.person_id, row.enrolled_at)
    return CourseLearners(
        lessons=tuple(
            LessonNamed(row.id, row.position + 1, row.title)
            for row in tx.query(LESSONS, of_course=course_id)
        ),
        challenges=tx.query(COUNT_CHALLENGES, of_course=course_id)[0].count,
        learners=tuple(
            LearnerProgress(
                person_id=row.person_id,
                is_completed=row.state == "completed",
                lesson_id=row.lesson_id,
                done_lesson_ids=frozenset(done[row.person_id]),
                challenges_had=had[row.person_id],
                last_active_at=last[row.person_id],
            )
            for row in rows
        ),
        total=tx.query(COUNT_LEARNERS, of_course=course_id)[0].count,
    )
