"""How much waits to be done, over all: for monitors."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.foundation import tables
from engine.foundation.jobs import due_work
from engine.foundation.registry import long_question
from engine.foundation.tx import ReadTx
from engine.foundation.unsent import UNSENT

UPDATES = (
    select(func.count().label("count"))
    .select_from(tables.stored_update)
    .where(tables.stored_update.c.handled_at.is_(None))
)
DELIVERIES = (
    select(tables.delivery.c.platform, tables.delivery.c.state, func.count().label("count"))
    .where(tables.delivery.c.state.in_(UNSENT))
    .group_by(tables.delivery.c.platform, tables.delivery.c.state)
)


@dataclass(frozen=True)
class DeliveryCount:
    platform: str
    state: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """`updates`: stored and not handled. `jobs`: due now. `deliveries`: those not sent."""

    updates: int
    jobs: int
    deliveries: tuple[DeliveryCount, ...]


@long_question
def waiting(tx: ReadTx, query: object) -> Waiting:
    return Waiting(
        updates=tx.query(UPDATES)[0].count,
        jobs=due_work(tx, None).due,
        deliveries=tuple(
            DeliveryCount(row.platform, row.state, row.count) for row in tx.query(DELIVERIES)
        ),
    )
