"""What the courses hold of a person: their progress as a learner, their courses as an educator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.courses import statements as sql
from engine.foundation.tx import ReadTx, Tx


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Enrollments, lessons, challenges; and the courses taught, by their short names."""
    return {
        "enrollments": [
            {
                "course": row.title,
                "state": row.state,
                "enrolled_at": _text(row.enrolled_at),
                "completed_at": _text(row.completed_at),
            }
            for row in tx.query(sql.EXPORT_ENROLLMENTS, of_person=person_id)
        ],
        "lessons": [
            {
                "course": row.course,
                "lesson": row.title,
                "page": row.page,
                "done_at": _text(row.done_at),
            }
            for row in tx.query(sql.EXPORT_PROGRESS, of_person=person_id)
        ],
        "challenges": [
            {
                "lesson": row.title,
                "number": row.number,
                "had_it": bool(row.had_it),
                "checked_at": _text(row.checked_at),
            }
            for row in tx.query(sql.EXPORT_CHECKS, of_person=person_id)
        ],
        "teaches": [row.slug for row in tx.query(sql.TAUGHT_CARDS, of_person=person_id)],
    }


def erase(tx: Tx, person_id: int) -> None:
    """Progress goes; one's own courses stay for who is enrolled, without their author's name."""
    for statement in (
        sql.ERASE_ENROLLMENTS,
        sql.ERASE_PROGRESS,
        sql.ERASE_CHECKS,
        sql.RETIRE_COURSES,
    ):
        tx.change(statement, of_person=person_id)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
