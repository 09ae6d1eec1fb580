"""Open forms and polls of two people who turn out to be one: each goes on where it was begun."""

from __future__ import annotations

from engine.conversations import tables
from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import Tx
from engine.people.merges import Merge

_ROWS = {
    "drafts": OwnRows(tables.draft, one_per=("platform", "place_key")),
    "polls": OwnRows(tables.poll_reference),
    "parked": OwnRows(tables.parked_answer, one_per=("platform", "poll_id")),
}


def merge(tx: Tx, merge: Merge) -> dict[str, HandedOver]:
    return {
        name: rows.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
        for name, rows in _ROWS.items()
    }


def undo(tx: Tx, merge: Merge, note: dict[str, HandedOver]) -> None:
    for name, rows in _ROWS.items():
        rows.hand_back(tx, note[name], giver=merge.leaver, taker=merge.keeper)
