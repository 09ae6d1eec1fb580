"""Who may see a course, change it, and learn in it."""

from __future__ import annotations

from typing import Any

from engine.courses import statements as sql
from engine.courses.commands import CourseState, EnrollmentState
from engine.courses.errors import CourseNotFree, NotEnrolled
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.tx import ReadTx
from engine.people.commands import Role
from engine.people.queries import roles_of
from engine.wallet.sale_queries import kept_including, kept_sale

ENROLLED = (EnrollmentState.ACTIVE, EnrollmentState.COMPLETED)


def visible_course(tx: ReadTx, person_id: int, course: int | str) -> Any:
    """The course's row by id or slug. Raises NotFound, also for a draft that is somebody else's and
    was not bought."""
    if isinstance(course, int):
        row = tx.one(sql.FIND_COURSE, course_id=course)
    else:
        row = tx.one(sql.FIND_BY_SLUG, of_slug=course)
    if row is None:
        raise NotFound(what="course")
    if row.state == CourseState.PUBLISHED or owns(tx, person_id, row):
        return row
    known = tx.one(sql.FIND_ENROLLMENT, of_person=person_id, of_course=row.id)
    if row.state == CourseState.RETIRED and known is not None:
        return row
    if has_bought(tx, person_id, row.id):
        return row  # a draft again: what was paid for stays
    raise NotFound(what="course")


def has_bought(tx: ReadTx, person_id: int, course_id: int) -> bool:
    """Alone or along with something else, and has not given it back."""
    thing = thing_of(course_id)
    return (
        kept_sale(tx, person_id, thing) is not None
        or kept_including(tx, person_id, thing) is not None
    )


def thing_of(course_id: int) -> str:
    """What a sale calls it."""
    return f"course:{course_id}"


def course_in(thing: str) -> int:
    """The course that a sale, a lot or a code is about. Raises ValueError for anything else."""
    kind, _, number = thing.partition(":")
    if kind != "course":
        raise ValueError(f"not a course: {thing!r}")
    return int(number)


def owns(tx: ReadTx, person_id: int, course: Any) -> bool:
    """The course's educator, or an administrator."""
    return course.owner_id == person_id or Role.ADMIN in roles_of(tx, person_id)


def owned_course(tx: ReadTx, person_id: int, course_id: int) -> Any:
    """Raises NotFound when it may not be seen, Forbidden(role="owner") when not changed."""
    row = visible_course(tx, person_id, course_id)
    if not owns(tx, person_id, row):
        raise Forbidden(role="owner")
    return row


def readable_lesson(tx: ReadTx, person_id: int, lesson_id: int) -> tuple[Any, Any]:
    """(course, lesson). Of a course with a price only the first lesson is open to everybody.

    Raises NotFound (also for a retired lesson), CourseNotFree.
    """
    lesson = tx.one(sql.FIND_LESSON, lesson_id=lesson_id)
    if lesson is None or lesson.state != "active":
        raise NotFound(what="lesson")
    course = visible_course(tx, person_id, lesson.course_id)
    is_open = course.price_tokens == 0 or lesson.position == 0
    if not (is_open or is_enrolled(tx, person_id, course.id) or owns(tx, person_id, course)):
        raise CourseNotFree(title=course.title, price_tokens=course.price_tokens)
    return course, lesson


def enrollment_row(tx: ReadTx, person_id: int, course_id: int) -> Any | None:
    """The person's enrollment that is not withdrawn."""
    row = tx.one(sql.FIND_ENROLLMENT, of_person=person_id, of_course=course_id)
    return row if row is not None and row.state in ENROLLED else None


def is_enrolled(tx: ReadTx, person_id: int, course_id: int) -> bool:
    return enrollment_row(tx, person_id, course_id) is not None


def require_enrolled(tx: ReadTx, person_id: int, course: Any) -> None:
    """Raises NotEnrolled."""
    if not is_enrolled(tx, person_id, course.id):
        raise NotEnrolled(course_id=course.id, title=course.title)
