"""What rewards know of a person: given out on request, and let go of."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.personal_data import register
from engine.rewards import statements


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Every reward, why one was withheld or held, and what was decided of others'."""
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
        ],
        "held": [
            {
                "for": row.key,
                "tokens": row.wanted,
                "because": row.reason,
                "state": row.state,
                "note": row.note,
                "at": row.held_at.isoformat(),
            }
            for row in tx.query(statements.HELD_OF, of_person=person_id)
        ],
        "decided": [
            {"reward": row.id, "state": row.state, "at": row.decided_at.isoformat()}
            for row in tx.query(statements.DECIDED_BY, of_person=person_id)
        ],
        "programmes_changed": [
            {
                "programme": row.programme,
                "setting": row.setting,
                "to": row.new_value,
                "at": row.changed_at.isoformat(),
            }
            for row in tx.query(statements.CHANGES_BY, of_person=person_id)
        ],
    }


def erase(tx: Tx, person_id: int) -> None:
    """What their cap group has earned stays, as a sum under a number: who erases themself and comes
    back has earned it. Who decided something stays an opaque id."""
    tx.change(statements.DROP_HELD, of_person=person_id)
    tx.change(statements.DROP_REWARDS, of_person=person_id)


register("rewards", export, erase)
