"""What educators do with courses and learners in them."""

from __future__ import annotations

from typing import Any

from engine.courses import statements as sql
from engine.courses.access import (
    enrollment_row,
    has_bought,
    owned_course,
    owns,
    readable_lesson,
    require_enrolled,
    visible_course,
)
from engine.courses.commands import (
    ChallengeChecked,
    CheckChallenge,
    CoursePublished,
    CourseState,
    Enroll,
    Enrolled,
    EnrollmentState,
    LessonDone,
    MarkLessonDone,
    OpenPage,
    PageOpened,
    PublishCourse,
    SetLessonQuiz,
)
from engine.courses.errors import CourseEmpty, CourseNotFree, CourseNotOpen
from engine.courses.events import CourseCompleted, LearnerEnrolled, WasPublished
from engine.courses.import_service import import_course
from engine.courses.position import reading_position
from engine.foundation.errors import NotFound
from engine.foundation.tx import Tx
from engine.people.queries import consents, person_row
from engine.rewards.commands import ActivityRewarded, RewardActivity
from engine.rewards.service import reward_activity


def publish_course(tx: Tx, command: PublishCourse) -> CoursePublished:
    """Everybody can find it and enroll. Its educator or an administrator; raises NotFound,
    Forbidden, CourseEmpty."""
    tx.lock("course", command.course_id)
    course = owned_course(tx, command.by_person_id, command.course_id)
    if not tx.query(sql.LESSONS_OF, of_course=course.id, of_person=command.by_person_id):
        raise CourseEmpty(title=course.title)
    published = _set_state(tx, course, CourseState.PUBLISHED)
    if published.is_changed:
        tx.emit(WasPublished(course.id, course.owner_id))
    return published


def unpublish_course(tx: Tx, command: PublishCourse) -> CoursePublished:
    """A draft again, seen by its educator and administrators; progress is kept. Raises NotFound,
    Forbidden."""
    tx.lock("course", command.course_id)
    course = owned_course(tx, command.by_person_id, command.course_id)
    return _set_state(tx, course, CourseState.DRAFT)


def retire_course(tx: Tx, command: PublishCourse) -> CoursePublished:
    """Who is enrolled reads on, nobody new can enroll. Raises NotFound, Forbidden."""
    tx.lock("course", command.course_id)
    course = owned_course(tx, command.by_person_id, command.course_id)
    return _set_state(tx, course, CourseState.RETIRED)


def enroll(tx: Tx, command: Enroll) -> Enrolled:
    """Starts the course, or says where they were in it; withdrawn learners find their progress.

    Raises NotFound, CourseNotOpen, CourseNotFree.
    """
    person_row(tx, command.person_id)
    course = visible_course(tx, command.person_id, command.course_id)
    known = enrollment_row(tx, command.person_id, course.id)
    if known is None:
        if not owns(tx, command.person_id, course):
            if course.state != CourseState.PUBLISHED:
                raise CourseNotOpen(title=course.title)
            if course.price_tokens > 0 and not has_bought(tx, command.person_id, course.id):
                raise CourseNotFree(title=course.title, price_tokens=course.price_tokens)
        tx.change(sql.ENROLL, of_person=command.person_id, of_course=course.id, at=tx.now)
        tx.emit(LearnerEnrolled(course.id, command.person_id))
    lesson_id, page = reading_position(tx, command.person_id, course.id)
    return Enrolled(course.id, is_new=known is None, lesson_id=lesson_id, page=page)


def withdraw(tx: Tx, command: Enroll) -> bool:
    """Leaves the course; progress is kept for a return. False for who is not enrolled."""
    if enrollment_row(tx, command.person_id, command.course_id) is None:
        return False
    tx.change(sql.WITHDRAW, of_person=command.person_id, of_course=command.course_id)
    return True


def open_page(tx: Tx, command: OpenPage) -> PageOpened:
    """Remembers where the learner is. Raises NotFound, CourseNotFree."""
    course, lesson = readable_lesson(tx, command.person_id, command.lesson_id)
    page = max(1, min(command.page, lesson.pages_count))
    if enrollment_row(tx, command.person_id, course.id) is None:
        return PageOpened(course.id, lesson.id, page, is_recorded=False)
    tx.change(sql.SEE_PAGE, of_person=command.person_id, in_lesson=lesson.id, at_page=page)
    _set_position(tx, command.person_id, lesson, page)
    return PageOpened(course.id, lesson.id, page, is_recorded=True)


def note_opened(tx: Tx, person_id: int, lesson_id: int) -> None:
    """A lesson whose quiz is taken counts as opened, read or not: what a course's quizzes brought
    is not kept by giving the course back."""
    tx.change(sql.NOTE_OPENED, of_person=person_id, in_lesson=lesson_id, at_page=1)


def mark_lesson_done(tx: Tx, command: MarkLessonDone) -> LessonDone:
    """Counts once; the last lesson completes the course. Raises NotFound, NotEnrolled."""
    course, lesson = readable_lesson(tx, command.person_id, command.lesson_id)
    require_enrolled(tx, command.person_id, course)
    person_id = command.person_id
    if tx.one(sql.FIND_PROGRESS, of_person=person_id, in_lesson=lesson.id) is None:
        tx.change(
            sql.SEE_PAGE, of_person=person_id, in_lesson=lesson.id, at_page=lesson.pages_count
        )
    is_first = bool(tx.change(sql.MARK_DONE, of_person=person_id, in_lesson=lesson.id, at=tx.now))
    rows = tx.query(sql.LESSONS_OF, of_course=course.id, of_person=person_id)
    done = sum(1 for row in rows if row.done_at is not None)
    following = next((row.id for row in rows if row.position > lesson.position), None)
    if is_first and following is not None:
        tx.change(
            sql.SET_POSITION,
            of_person=person_id,
            of_course=course.id,
            in_lesson=following,
            at_page=1,
        )
    is_completed = done == len(rows) and _complete(tx, person_id, course)
    return LessonDone(
        course_id=course.id,
        lesson_id=lesson.id,
        is_first_time=is_first,
        lessons_done=done,
        lessons_total=len(rows),
        is_course_completed=is_completed,
        next_lesson_id=following,
        rewarded=_reward(tx, person_id, course, "lesson", f"lesson:{lesson.id}")
        if is_first
        else None,
    )


def check_challenge(tx: Tx, command: CheckChallenge) -> ChallengeChecked:
    """The learner's own word on an exercise; the last word counts. Raises NotFound, NotEnrolled."""
    course, lesson = readable_lesson(tx, command.person_id, command.lesson_id)
    require_enrolled(tx, command.person_id, course)
    if tx.one(sql.FIND_CHALLENGE, of_lesson=lesson.id, numbered=command.number) is None:
        raise NotFound(what="challenge")
    key = {
        "of_person": command.person_id,
        "in_lesson": lesson.id,
        "numbered": command.number,
    }
    is_first = tx.one(sql.FIND_CHECK, **key) is None
    tx.change(sql.CHECK_CHALLENGE, **key, was_had=command.had_it, at=tx.now)
    counted = tx.query(sql.COUNT_CHALLENGES, of_person=command.person_id, of_course=course.id)[0]
    name = f"challenge:{lesson.id}:{command.number}"
    return ChallengeChecked(
        course_id=course.id,
        had_it=command.had_it,
        challenges_had=counted.had,
        challenges_total=counted.total,
        rewarded=_reward(tx, command.person_id, course, "challenge", name) if is_first else None,
    )


def set_lesson_quiz(tx: Tx, command: SetLessonQuiz) -> None:
    """For the quizzes domain, which has checked who asks."""
    tx.change(sql.SET_LESSON_QUIZ, lesson_id=command.lesson_id, with_quiz=command.has_quiz)


def _set_state(tx: Tx, course: Any, state: CourseState) -> CoursePublished:
    is_changed = course.state != state
    if is_changed:
        tx.change(sql.SET_COURSE_STATE, course_id=course.id, new_state=state.value, at=tx.now)
    return CoursePublished(course.id, course.slug, state, is_changed)


def _set_position(tx: Tx, person_id: int, lesson: Any, page: int) -> None:
    tx.change(
        sql.SET_POSITION,
        of_person=person_id,
        of_course=lesson.course_id,
        in_lesson=lesson.id,
        at_page=page,
    )


def _complete(tx: Tx, person_id: int, course: Any) -> bool:
    """True when this completes the course; a second time it stays as it was."""
    enrollment = enrollment_row(tx, person_id, course.id)
    if enrollment is None or enrollment.state == EnrollmentState.COMPLETED:
        return False
    tx.change(sql.COMPLETE, of_person=person_id, of_course=course.id, at=tx.now)
    # Who may not be named is in no topic: groups hear nothing.
    topics = (f"person:{person_id}:course:{course.id}",) if consents(tx, person_id) else ()
    tx.emit(CourseCompleted(course.id, person_id), topics=topics)
    return True


def _reward(tx: Tx, person_id: int, course: Any, kind: str, name: str) -> ActivityRewarded | None:
    if course.owner_id == person_id:
        return None  # reading through one's own course is no learning
    return reward_activity(tx, RewardActivity(person_id, kind, name))


__all__ = [
    "check_challenge",
    "enroll",
    "import_course",
    "mark_lesson_done",
    "open_page",
    "publish_course",
    "retire_course",
    "set_lesson_quiz",
    "unpublish_course",
    "withdraw",
]
