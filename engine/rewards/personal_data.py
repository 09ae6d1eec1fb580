"""What rewards know of a person: given out on request, and let go of."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.personal_data import register
from engine.rewards import statements


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Every reward, and why one was withheld."""
    return {
        "rewards": [
            {
                "for": row.key,
                "kind": row.kind,
                "tokens": row.tokens,
                "withheld": row.withheld_reason or None,
                "at": row.granted_at.isoformat(),
            }
            for row in tx.query(statements.REWARDS_OF, of_person=person_id)
        ]
    }


def erase(tx: Tx, person_id: int) -> None:
    tx.change(statements.DROP_REWARDS, of_person=person_id)


register("rewards", export, erase)
