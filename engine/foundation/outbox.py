"""Deliveries: claimed by an announcer, sent, and their outcome recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, func, or_, select, update

from engine.foundation import tables, wire
from engine.foundation.registry import event_names
from engine.foundation.tx import Destination, ReadTx, Tx

E = TypeVar("E")

CLAIM = timedelta(seconds=60)
ATTEMPTS = 6
# A program that ends in between takes a whole batch with it, and only one of them can be to blame.
INTERRUPTIONS = 30
deliveries = tables.delivery.c
events = tables.event.c

FIND_DUE = (
    select(
        deliveries.id,
        deliveries.to_kind,
        deliveries.to_id,
        deliveries.priority,
        deliveries.is_repeatable,
        deliveries.state,
        deliveries.attempts,
        deliveries.interruptions,
        events.payload,
        events.happened_at,
    )
    .join_from(tables.delivery, tables.event, deliveries.event_id == events.id)
    .where(
        deliveries.platform == bindparam("on_platform"),
        deliveries.due_at <= bindparam("at"),
        or_(
            deliveries.state == "due",
            and_(deliveries.state == "claimed", deliveries.claimed_until < bindparam("at")),
        ),
    )
    .order_by(deliveries.priority, deliveries.due_at, deliveries.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=tables.delivery)
)
CLAIM_DELIVERY = (
    update(tables.delivery)
    .where(deliveries.id == bindparam("delivery_id"))
    .values(state="claimed", claimed_until=bindparam("until"), attempts=deliveries.attempts + 1)
)
RECLAIM_DELIVERY = (
    update(tables.delivery)
    .where(deliveries.id == bindparam("delivery_id"))
    .values(claimed_until=bindparam("until"), interruptions=deliveries.interruptions + 1)
)
END_DELIVERY = (
    update(tables.delivery)
    .where(deliveries.id == bindparam("delivery_id"))
    .values(
        state=bindparam("new_state"),
        due_at=bindparam("at"),
        sent_message_id=bindparam("message_id"),
        last_error=bindparam("error"),
    )
)
FIND_DELIVERY = select(
    deliveries.platform,
    deliveries.to_kind,
    deliveries.to_id,
    deliveries.attempts,
    deliveries.state,
    deliveries.event_id,
).where(deliveries.id == bindparam("delivery_id"))
COUNT_DUE = (
    select(func.count().label("count"))
    .select_from(tables.delivery)
    .where(
        deliveries.platform == bindparam("on_platform"),
        deliveries.state.in_(("due", "claimed")),
        deliveries.due_at <= bindparam("at"),
    )
)
NEWER = (
    select(deliveries.id, deliveries.platform, deliveries.to_kind, events.name, deliveries.state)
    .join_from(tables.delivery, tables.event, deliveries.event_id == events.id)
    .where(deliveries.id > bindparam("after_id"))
    .order_by(deliveries.id.desc())
    .limit(50)
)
HELD_FOR = (
    select(func.count().label("count"))
    .select_from(tables.delivery)
    .where(
        deliveries.state == "held",
        deliveries.to_kind == bindparam("of_kind"),
        deliveries.to_id == bindparam("of_id"),
    )
)
TOLD_SINCE = (
    select(events.payload)
    .join_from(tables.delivery, tables.event, deliveries.event_id == events.id)
    .where(
        deliveries.to_kind == bindparam("of_kind"),
        deliveries.to_id == bindparam("of_id"),
        events.name == bindparam("named"),
        events.happened_at >= bindparam("since"),
    )
    .order_by(deliveries.id)
)
FIND_HELD = (
    select(
        deliveries.id,
        deliveries.to_kind,
        deliveries.to_id,
        deliveries.priority,
        deliveries.attempts,
        events.payload,
        events.happened_at,
    )
    .join_from(tables.delivery, tables.event, deliveries.event_id == events.id)
    .where(
        deliveries.state == "held",
        deliveries.to_kind == "person",
        deliveries.to_id == bindparam("of_id"),
    )
    .order_by(deliveries.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=tables.delivery)
)
REDIRECT = (
    update(tables.delivery)
    .where(deliveries.id == bindparam("delivery_id"), deliveries.state == "claimed")
    .values(
        platform=bindparam("to_platform"),
        state="due",
        attempts=0,
        due_at=bindparam("at"),
        last_error=bindparam("error"),
    )
)
RELEASE_HELD = (
    update(tables.delivery)
    .where(
        deliveries.state == "held",
        deliveries.to_kind == bindparam("of_kind"),
        deliveries.to_id == bindparam("of_id"),
    )
    .values(state="due", attempts=0, interruptions=0, due_at=bindparam("at"))
)
NEXT_DUE = select(func.min(deliveries.due_at, type_=deliveries.due_at.type).label("at")).where(
    deliveries.state == "due", deliveries.due_at > bindparam("at")
)


@dataclass(frozen=True)
class DeliveriesSince:
    """`id`: the last one known; at most 50 newer ones are told, the newest of them last."""

    id: int


@dataclass(frozen=True)
class DeliveryCard:
    id: int
    platform: str
    to_kind: str
    name: str
    state: str


@dataclass(frozen=True)
class ClaimDeliveries:
    platform: str
    limit: int = 20


@dataclass(frozen=True)
class HeldQuery:
    """`kind`: person | place."""

    kind: str
    id: int


@dataclass(frozen=True)
class ClaimHeld:
    """What waits for this person, the oldest first; at most `limit`."""

    person_id: int
    limit: int = 20


@dataclass(frozen=True)
class ClaimedDelivery:
    """`event` is the emitted dataclass; `attempts` counts this one."""

    id: int
    to_kind: str
    to_id: int
    priority: int
    attempts: int
    event: Any
    happened_at: datetime


@dataclass(frozen=True)
class EndDelivery:
    """`state`: sent | due (again after `again_in_seconds`) | held (until someone mends it) |
    dropped (no longer wanted) | dead."""

    id: int
    state: str
    message_id: int | None = None
    error: str = ""
    again_in_seconds: float = 0.0


def claim_deliveries(tx: Tx, command: ClaimDeliveries) -> tuple[ClaimedDelivery, ...]:
    claimed = []
    rows = tx.query(FIND_DUE, on_platform=command.platform, at=tx.now, most=command.limit)
    for row in rows:
        if row.state == "claimed" and not row.is_repeatable:
            # A crash hid whether it was sent, and twice would be worse than not at all.
            _end(tx, row.id, "dropped", error="the claim ran out")
            continue
        if row.interruptions >= INTERRUPTIONS:
            # Its announcer never came to tell how it ended, each time.
            _end(tx, row.id, "dead", error="the claim ran out")
            continue
        # A sending that was cut short is made anew: it is no further attempt.
        claim = RECLAIM_DELIVERY if row.state == "claimed" else CLAIM_DELIVERY
        tx.change(claim, delivery_id=row.id, until=tx.now + CLAIM)
        claimed.append(_claimed(row, row.attempts + (row.state != "claimed")))
    return tuple(claimed)


def claim_held(tx: Tx, command: ClaimHeld) -> tuple[ClaimedDelivery, ...]:
    """What was held for a person, to be shown to them where they are now. What is not ended in time
    comes back as any other claim does, and is held again."""
    rows = tx.query(FIND_HELD, of_id=command.person_id, most=command.limit)
    for row in rows:
        tx.change(CLAIM_DELIVERY, delivery_id=row.id, until=tx.now + CLAIM)
    return tuple(_claimed(row, row.attempts + 1) for row in rows)


def redirect(tx: Tx, id: int, *, platform: str, why: str) -> bool:
    """A claimed delivery is due on the person's other platform; False for one that is not claimed.
    It is the same delivery, so it goes out once."""
    return bool(
        tx.change(REDIRECT, delivery_id=id, to_platform=platform, error=why[:500], at=tx.now)
    )


def end_delivery(tx: Tx, command: EndDelivery) -> str:
    """Records how a sending ended; the state it has now. Attempts are bounded: then it is dead."""
    tx.lock("delivery", command.id)
    row = tx.one(FIND_DELIVERY, delivery_id=command.id)
    if row is None or row.state != "claimed":
        return "" if row is None else str(row.state)
    state = command.state
    if state == "due" and row.attempts >= ATTEMPTS:
        state = "dead"
    wait = timedelta(seconds=command.again_in_seconds) if state == "due" else timedelta()
    _end(tx, command.id, state, command.message_id, command.error[:500], wait)
    return state


def destination_of(tx: ReadTx, delivery_id: int) -> Destination | None:
    row = tx.one(FIND_DELIVERY, delivery_id=delivery_id)
    return Destination(kind=row.to_kind, id=row.to_id, platform=row.platform) if row else None


def release_held(tx: Tx, *, kind: str, id: int) -> int:
    """What waited for a right or a way to a person is due again; how many."""
    return tx.change(RELEASE_HELD, of_kind=kind, of_id=id, at=tx.now)


def held_for(tx: ReadTx, *, kind: str, id: int) -> int:
    return int(tx.query(HELD_FOR, of_kind=kind, of_id=id)[0].count)


def is_anything_held(tx: ReadTx, query: HeldQuery) -> bool:
    return held_for(tx, kind=query.kind, id=query.id) > 0


def told_since(tx: ReadTx, event: type[E], *, kind: str, id: int, since: datetime) -> tuple[E, ...]:
    """The events of this type that were recorded for the destination since then, oldest first."""
    named = event_names()[event]
    rows = tx.query(TOLD_SINCE, of_kind=kind, of_id=id, named=named, since=since)
    return tuple(wire.load(row.payload) for row in rows)


def deliveries_since(tx: ReadTx, query: DeliveriesSince) -> tuple[DeliveryCard, ...]:
    rows = tx.query(NEWER, after_id=query.id)
    return tuple(
        DeliveryCard(row.id, row.platform, row.to_kind, row.name, row.state)
        for row in reversed(rows)
    )


def due_on(tx: ReadTx, platforms: tuple[str, ...]) -> int:
    """How many deliveries wait or are being sent on these platforms."""
    return sum(
        int(tx.query(COUNT_DUE, on_platform=platform, at=tx.now)[0].count) for platform in platforms
    )


def next_delivery_at(tx: ReadTx, query: object) -> datetime | None:
    at: datetime | None = tx.query(NEXT_DUE, at=tx.now)[0].at
    return at


def _claimed(row: Any, attempts: int) -> ClaimedDelivery:
    return ClaimedDelivery(
        id=row.id,
        to_kind=row.to_kind,
        to_id=row.to_id,
        priority=row.priority,
        attempts=attempts,
        event=wire.load(row.payload),
        happened_at=row.happened_at,
    )


def _end(
    tx: Tx,
    id: int,
    state: str,
    message_id: int | None = None,
    error: str = "",
    wait: timedelta | None = None,
) -> None:
    tx.change(
        END_DELIVERY,
        delivery_id=id,
        new_state=state,
        at=tx.now + (wait or timedelta()),
        message_id=message_id,
        error=error,
    )
