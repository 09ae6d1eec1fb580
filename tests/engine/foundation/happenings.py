"""An event, a job and small services, for the tests of the ground floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation import registry, tables
from engine.foundation.errors import EngineError
from engine.foundation.tx import Destination, ReadTx, Tx

_count = upsert(tables.secret).values(name=bindparam("of_name"), value="1")
COUNT_UP = _count.on_conflict_do_update(
    index_elements=["name"], set_={"value": cast(cast(tables.secret.c.value, Integer) + 1, Text)}
)
COUNTED = select(tables.secret.c.value).where(tables.secret.c.name == bindparam("of_name"))
DELIVERIES = select(tables.delivery).order_by(tables.delivery.c.id)
JOBS = select(tables.job).order_by(tables.job.c.id)
EVENTS = select(func.count().label("count")).select_from(tables.event)


class NotWanted(EngineError):
    code = "tests.not_wanted"


@registry.event("tests.something_happened")
@dataclass(frozen=True)
class SomethingHappened:
    number: int


@dataclass(frozen=True)
class Happen:
    """Emits one event to these destinations and topics."""

    number: int = 1
    to: tuple[Destination, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Follow:
    topic: str
    to: Destination


def happen(tx: Tx, command: Happen) -> None:
    tx.emit(SomethingHappened(command.number), to=command.to, topics=command.topics)


def start_following(tx: Tx, command: Follow) -> None:
    tx.follow(command.topic, command.to)


def stop_following(tx: Tx, command: Follow) -> None:
    tx.unfollow(command.topic, kind=command.to.kind, id=command.to.id)


def count_up(tx: Tx, name: str) -> int:
    tx.change(COUNT_UP, of_name=name)
    return counted(tx, name)


def counted(tx: ReadTx, name: str) -> int:
    row = tx.one(COUNTED, of_name=name)
    return int(row.value) if row else 0


def work_chore(tx: Tx, chore: Chore) -> None:
    count_up(tx, chore.name)
    if chore.ends == "refused":
        raise NotWanted(name=chore.name)
    if chore.ends == "fault":
        raise ZeroDivisionError("a chore's fault")


@registry.job("tests.chore", lambda tx, chore: work_chore(tx, chore))
@dataclass(frozen=True)
class Chore:
    name: str
    ends: str = "done"


@dataclass(frozen=True)
class Plan:
    chore: Chore
    at: datetime
    slot: str = "1"


def plan(tx: Tx, command: Plan) -> bool:
    return tx.schedule(command.chore, at=command.at, slot=command.slot)


def next_hour(after: datetime) -> datetime:
    return after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


registry.recurring("tests.hourly", next_hour, lambda: Chore("hourly"))


def all_deliveries(tx: ReadTx, query: object) -> list[Any]:
    return tx.query(DELIVERIES)


def all_jobs(tx: ReadTx, query: object) -> list[Any]:
    return tx.query(JOBS)


def jobs_called(tx: ReadTx, name: str) -> list[Any]:
    """The chores of this name; other domains plan their own recurring jobs beside them."""
    return [row for row in tx.query(JOBS) if f'"{name}"' in row.payload]


def events_count(tx: ReadTx, query: object) -> int:
    return int(tx.query(EVENTS)[0].count)
