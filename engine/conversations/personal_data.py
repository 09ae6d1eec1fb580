"""What open conversations hold of a person."""

from __future__ import annotations

import json
from typing import Any

from engine.conversations import statements as sql
from engine.foundation.tx import ReadTx, Tx


def export(tx: ReadTx, person_id: int) -> list[dict[str, Any]]:
    return [
        {
            "platform": row.platform,
            "form": row.form,
            "values": json.loads(row.field_values),
            "updated_at": row.updated_at.isoformat(),
        }
        for row in tx.query(sql.DRAFTS_OF, of_person=person_id)
    ]


def erase(tx: Tx, person_id: int) -> None:
    for statement in (sql.DROP_DRAFTS, sql.DROP_ALL_PARKED, sql.DROP_POLLS):
        tx.change(statement, of_person=person_id)
