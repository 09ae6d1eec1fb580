"""Where a learner reads on in a course."""

from __future__ import annotations

from engine.courses import statements as sql
from engine.foundation.tx import ReadTx


def reading_position(tx: ReadTx, person_id: int, course_id: int) -> tuple[int, int]:
    """(lesson, page from 1): where they were, else the first lesson not done; (0, 0): no lessons.

    A lesson that was retired or shortened meanwhile leads to the nearest thing there is.
    """
    rows = tx.query(sql.LESSONS_OF, of_course=course_id, of_person=person_id)
    if not rows:
        return 0, 0
    enrollment = tx.one(sql.FIND_ENROLLMENT, of_person=person_id, of_course=course_id)
    if enrollment is not None and enrollment.lesson_id is not None:
        for row in rows:
            if row.id == enrollment.lesson_id:
                return row.id, max(1, min(enrollment.page, row.pages_count))
    fresh = next((row for row in rows if row.done_at is None), rows[0])
    return fresh.id, 1
