"""For a community made with a past: what lies behind is done with, and only the latest is told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from engine.foundation import tables
from engine.foundation.tx import Tx

deliveries = tables.delivery.c
LATEST = (
    select(deliveries.id)
    .where(deliveries.state == "due", deliveries.to_kind == "place")
    .order_by(deliveries.id.desc())
    .limit(bindparam("most"))
)
WAITING = select(deliveries.id).where(deliveries.state == "due", deliveries.to_kind == "place")
DROP = (
    update(tables.delivery)
    .where(deliveries.id == bindparam("delivery_id"))
    .values(state="dropped", last_error="history")
)
END_JOBS = (
    update(tables.job)
    .where(tables.job.c.state == "due", tables.job.c.due_at <= bindparam("at"))
    .values(state="done")
)


@dataclass(frozen=True)
class KeepLatest:
    """How many of the places' announcements are still to be told."""

    announcements: int


def settle_history(tx: Tx, command: KeepLatest) -> int:
    """Drops the announcements of the past but the latest, ends its jobs; how many were dropped."""
    kept = {row.id for row in tx.query(LATEST, most=command.announcements)}
    dropped = [row.id for row in tx.query(WAITING) if row.id not in kept]
    for id in dropped:
        tx.change(DROP, delivery_id=id)
    tx.change(END_JOBS, at=tx.now)
    return len(dropped)
