"""Questions about open forms and what adapters remember."""

from __future__ import annotations

import json
from datetime import timedelta

from engine.conversations import statements as sql
from engine.conversations.commands import Draft, DraftQuery
from engine.foundation.tx import ReadTx

OLD_AFTER = timedelta(days=7)


def draft_of(tx: ReadTx, query: DraftQuery) -> Draft | None:
    """The form that this person has open in this place, however long ago it was left."""
    row = tx.one(
        sql.FIND_DRAFT,
        of_person=query.person_id,
        on_platform=query.platform,
        in_place=query.place_key,
    )
    if row is None:
        return None
    return Draft(
        form=row.form,
        step=row.step,
        values=json.loads(row.field_values),
        arguments=json.loads(row.arguments),
        updated_at=row.updated_at,
        is_old=tx.now - row.updated_at > OLD_AFTER,
    )


def recall(tx: ReadTx, key: str) -> str | None:
    """What was remembered under this key; None when nothing was."""
    row = tx.one(sql.RECALL, of_key=key)
    return None if row is None else str(row.value)
