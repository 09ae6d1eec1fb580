"""What streaks know of a person: given out on request, and let go of."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.personal_data import register
from engine.streaks import statements


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """The streak and every day with activity."""
    row = tx.one(statements.FIND_STREAK, of_person=person_id)
    return {
        "best": row.best if row else 0,
        "days": [
            {
                "day": day.day.isoformat(),
                "zone": day.zone,
                "first": day.kind,
                "activities": day.activities,
                "first_at": day.first_at.isoformat(),
            }
            for day in tx.query(statements.DAYS_OF, of_person=person_id)
        ],
    }


def erase(tx: Tx, person_id: int) -> None:
    tx.change(statements.DROP_DAYS, of_person=person_id)
    tx.change(statements.DROP_STREAK, of_person=person_id)


register("streaks", export, erase)
