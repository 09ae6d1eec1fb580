"""What cohorts hold of a person: which ones they are or were in."""

from __future__ import annotations

from typing import Any

from engine.cohorts import statements as sql
from engine.cohorts.following import unfollow_member
from engine.foundation.tx import ReadTx, Tx


def export(tx: ReadTx, person_id: int) -> list[dict[str, Any]]:
    return [
        {"cohort": row.title, "state": row.state, "joined_at": row.joined_at.isoformat()}
        for row in tx.query(sql.MEMBERSHIPS_OF, of_person=person_id)
    ]


def erase(tx: Tx, person_id: int) -> None:
    """Leaves every cohort; no place follows the person any more."""
    for cohort in tx.query(sql.MEMBERSHIPS_OF, of_person=person_id):
        unfollow_member(tx, cohort, person_id)
    tx.change(sql.ERASE_MEMBERSHIPS, of_person=person_id)
