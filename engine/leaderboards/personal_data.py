"""What the boards know of a person: given out on request, and let go of."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.leaderboards import statements
from engine.people.personal_data import register


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Every award of points."""
    return {
        "points": [
            {"for": row.key, "points": row.points, "on": row.awarded_on.isoformat()}
            for row in tx.query(statements.AWARDS_OF, of_person=person_id)
        ]
    }


def erase(tx: Tx, person_id: int) -> None:
    """They leave every board."""
    tx.change(statements.DROP_SCORES, of_person=person_id)
    tx.change(statements.DROP_AWARDS, of_person=person_id)


register("leaderboards", export, erase)
