"""The gradebook: how far every learner of a course is, how their quizzes went, who is stuck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, func, select

from engine.courses.access import owned_course
from engine.courses.learners import LearnerProgress, LessonNamed, learners_of
from engine.foundation.registry import long_question
from engine.foundation.tx import ReadTx
from engine.people.queries import first_names
from engine.quizzes import tables

MOST_LEARNERS = 500
QUIET = timedelta(days=5)  # without anything done for this long, a learner is stuck
FAILED = 2  # attempts in a row at one quiz

_quizzes = tables.quiz.c
_attempts = tables.attempt.c
_responses = tables.response.c
_of_course = (_quizzes.course_id == bindparam("of_course"), _quizzes.state == "active")

QUIZZES = select(_quizzes.id, _quizzes.lesson_id, _quizzes.title, _quizzes.pass_mark_percent).where(
    *_of_course
)
ATTEMPTS = (
    select(
        _attempts.person_id,
        _attempts.quiz_id,
        _attempts.state,
        _attempts.points_earned,
        _attempts.points_possible,
        _attempts.is_passed,
        _attempts.started_at,
        _attempts.finished_at,
    )
    .join_from(tables.attempt, tables.quiz, _quizzes.id == _attempts.quiz_id)
    .where(*_of_course)
    .order_by(_attempts.id)
)
LAST_RESPONSES = (
    select(_attempts.person_id, func.max(_responses.responded_at).label("at"))
    .join_from(tables.response, tables.attempt, _attempts.id == _responses.attempt_id)
    .join(tables.quiz, _quizzes.id == _attempts.quiz_id)
    .where(*_of_course)
    .group_by(_attempts.person_id)
)


class Stuck(StrEnum):
    QUIET = "quiet"  # nothing done for five days
    QUIZ = "quiz"  # two failed attempts at one quiz since it was last passed


@dataclass(frozen=True)
class GradebookQuery:
    by_person_id: int
    course_id: int


@dataclass(frozen=True)
class GradedQuiz:
    """`lesson_number` counts from 1."""

    quiz_id: int
    lesson_id: int
    lesson_number: int
    title: str
    pass_mark_percent: int


@dataclass(frozen=True)
class Points:
    earned: int
    possible: int

    @property
    def percent(self) -> int:
        return 100 * self.earned // self.possible if self.possible else 0


@dataclass(frozen=True)
class LearnerGrades:
    """`best` holds the best finished attempt by quiz; `here` is the lesson where they are, None
    when every lesson is done."""

    person_id: int
    name: str
    is_completed: bool
    done_lesson_ids: frozenset[int]
    challenges_had: int
    best: Mapping[int, Points]
    last_active_at: datetime
    stuck: Stuck | None
    here: LessonNamed | None

    @property
    def is_stuck(self) -> bool:
        return self.stuck is not None


@dataclass(frozen=True)
class Gradebook:
    """`learners_total` also counts those beyond the first 500."""

    course_id: int
    slug: str
    title: str
    lessons: tuple[LessonNamed, ...]
    challenges: int
    quizzes: tuple[GradedQuiz, ...]
    learners: tuple[LearnerGrades, ...]
    learners_total: int

    @property
    def stuck(self) -> tuple[LearnerGrades, ...]:
        return tuple(learner for learner in self.learners if learner.is_stuck)


@dataclass
class _Record:
    """What one learner's attempts come to; `failed` counts by quiz since it was last passed."""

    best: dict[int, Points] = field(default_factory=dict)
    failed: dict[int, int] = field(default_factory=dict)
    last_at: datetime | None = None

    def saw(self, at: datetime | None) -> None:
        if at is not None:
            self.last_at = max(at, self.last_at or at)

    def add(self, attempt: Any) -> None:
        self.saw(attempt.finished_at or attempt.started_at)
        if attempt.state != "finished":
            return
        points = Points(attempt.points_earned, attempt.points_possible)
        known = self.best.get(attempt.quiz_id)
        # A changed quiz may have fewer items: the share decides.
        if known is None or points.earned * known.possible > known.earned * points.possible:
            self.best[attempt.quiz_id] = points
        failed = 0 if attempt.is_passed else self.failed.get(attempt.quiz_id, 0) + 1
        self.failed[attempt.quiz_id] = failed


@long_question
def gradebook(tx: ReadTx, query: GradebookQuery) -> Gradebook:
    """The first 500 learners who are in the course or have completed it, by when they came.

    Raises NotFound for what the person may not see, Forbidden for all but the course's educator
    and administrators.
    """
    course = owned_course(tx, query.by_person_id, query.course_id)
    known = learners_of(tx, course.id, MOST_LEARNERS)
    numbers = {lesson.lesson_id: lesson.number for lesson in known.lessons}
    quizzes = [
        GradedQuiz(row.id, row.lesson_id, numbers[row.lesson_id], row.title, row.pass_mark_percent)
        for row in tx.query(QUIZZES, of_course=course.id)
        if row.lesson_id in numbers
    ]
    quizzes.sort(key=lambda quiz: quiz.lesson_number)
    records: dict[int, _Record] = defaultdict(_Record)
    for attempt in tx.query(ATTEMPTS, of_course=course.id):
        records[attempt.person_id].add(attempt)
    for row in tx.query(LAST_RESPONSES, of_course=course.id):
        records[row.person_id].saw(row.at)
    names = first_names(tx, (learner.person_id for learner in known.learners))
    return Gradebook(
        course_id=course.id,
        slug=course.slug,
        title=course.title,
        lessons=known.lessons,
        challenges=known.challenges,
        quizzes=tuple(quizzes),
        learners=tuple(
            _graded(
                learner, names[learner.person_id], records[learner.person_id], known.lessons,
                quizzes, tx.now,
            )
            for learner in known.learners
            if learner.person_id in names
        ),
        learners_total=known.total,
    )  # fmt: skip


def _graded(
    learner: LearnerProgress,
    name: str,
    record: _Record,
    lessons: Sequence[LessonNamed],
    quizzes: Sequence[GradedQuiz],
    now: datetime,
) -> LearnerGrades:
    last_at = max(learner.last_active_at, record.last_at or learner.last_active_at)
    failed = next((quiz for quiz in quizzes if record.failed.get(quiz.quiz_id, 0) >= FAILED), None)
    stuck = None
    if not learner.is_completed:
        if failed is not None:
            stuck = Stuck.QUIZ
        elif now - last_at >= QUIET:
            stuck = Stuck.QUIET
    here = _here(learner, lessons)
    if stuck is Stuck.QUIZ and failed is not None:
        here = next(lesson for lesson in lessons if lesson.lesson_id == failed.lesson_id)
    asked = {quiz.quiz_id for quiz in quizzes}
    return LearnerGrades(
        person_id=learner.person_id,
        name=name,
        is_completed=learner.is_completed,
        done_lesson_ids=learner.done_lesson_ids,
        challenges_had=learner.challenges_had,
        best={quiz: points for quiz, points in record.best.items() if quiz in asked},
        last_active_at=last_at,
        stuck=stuck,
        here=here,
    )


def _here(learner: LearnerProgress, lessons: Sequence[LessonNamed]) -> LessonNamed | None:
    """Where they read last while it is not done, else the first lesson that is not."""
    left = [lesson for lesson in lessons if lesson.lesson_id not in learner.done_lesson_ids]
    return next(
        (lesson for lesson in left if lesson.lesson_id == learner.lesson_id),
        left[0] if left else None,
    )
