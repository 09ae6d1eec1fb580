"""What was not delivered and why, for operators; what is dead is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from engine.foundation import tables
from engine.foundation.tx import ReadTx, Tx

UNSENT = ("due", "claimed", "held", "dead")
deliveries = tables.delivery.c
events = tables.event.c

WAITING = (
    select(
        deliveries.id,
        deliveries.platform,
        deliveries.to_kind,
        deliveries.to_id,
        deliveries.state,
        deliveries.due_at,
        deliveries.attempts,
        deliveries.last_error,
        events.name,
        events.happened_at,
    )
    .join_from(tables.delivery, tables.event, deliveries.event_id == events.id)
    .where(
        deliveries.state.in_(bindparam("states", expanding=True)),
        deliveries.platform.in_(bindparam("platforms", expanding=True)),
        deliveries.id > bindparam("after_id"),
    )
    .order_by(deliveries.id)
    .limit(bindparam("most"))
)
SUMMED_UP = (
    select(
        deliveries.platform,
        deliveries.state,
        deliveries.last_error,
        func.count().label("count"),
    )
    .where(deliveries.state.in_(UNSENT))
    .group_by(deliveries.platform, deliveries.state, deliveries.last_error)
    .order_by(deliveries.platform, deliveries.state, deliveries.last_error)
)
TRY_AGAIN = (
    update(tables.delivery)
    .where(deliveries.id == bindparam("delivery_id"), deliveries.state == "dead")
    .values(state="due", attempts=0, interruptions=0, due_at=bindparam("at"))
)


@dataclass(frozen=True)
class UnsentQuery:
    """`after_id`: the last one known; at most `limit` are told."""

    states: tuple[str, ...] = UNSENT
    platforms: tuple[str, ...] = ("telegram", "discord")
    after_id: int = 0
    limit: int = 500


@dataclass(frozen=True)
class UnsentDelivery:
    """For operators: ids and the event's name, nobody's words."""

    id: int
    platform: str
    to_kind: str
    to_id: int
    state: str
    name: str
    attempts: int
    why: str
    happened_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class UnsentCount:
    platform: str
    state: str
    why: str
    count: int


@dataclass(frozen=True)
class TryAgain:
    ids: tuple[int, ...]


def unsent(tx: ReadTx, query: UnsentQuery) -> tuple[UnsentDelivery, ...]:
    rows = tx.query(
        WAITING,
        states=list(query.states),
        platforms=list(query.platforms),
        after_id=query.after_id,
        most=query.limit,
    )
    return tuple(
        UnsentDelivery(
            id=row.id,
            platform=row.platform,
            to_kind=row.to_kind,
            to_id=row.to_id,
            state=row.state,
            name=row.name,
            attempts=row.attempts,
            why=row.last_error,
            happened_at=row.happened_at,
            due_at=row.due_at,
        )
        for row in rows
    )


def unsent_counts(tx: ReadTx, query: object) -> tuple[UnsentCount, ...]:
    return tuple(
        UnsentCount(row.platform, row.state, row.last_error, row.count)
        for row in tx.query(SUMMED_UP)
    )


def try_again(tx: Tx, command: TryAgain) -> tuple[int, ...]:
    """The dead ones among them are due again; which those were."""
    return tuple(
        id for id in dict.fromkeys(command.ids) if tx.change(TRY_AGAIN, delivery_id=id, at=tx.now)
    )
