"""What a service is handed: statements in, rows out, the moment, events and jobs; nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, delete, func, insert, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql import Executable
from sqlalchemy.sql.expression import bindparam

from engine.foundation import tables, wire
from engine.foundation.columns import UtcDateTime
from engine.foundation.compiled import Cursor, StatementCache
from engine.foundation.registry import event_name, job_name

FOLLOWERS_PRIORITY = 2
ADD_EVENT = (
    insert(tables.event)
    .values(
        name=bindparam("name"), payload=bindparam("payload"), happened_at=bindparam("happened_at")
    )
    .returning(tables.event.c.id)
)
ADD_DELIVERY = insert(tables.delivery).values(
    event_id=bindparam("event_id"),
    platform=bindparam("platform"),
    to_kind=bindparam("to_kind"),
    to_id=bindparam("to_id"),
    priority=bindparam("priority"),
    is_repeatable=bindparam("is_repeatable"),
    state="due",
    due_at=bindparam("due_at"),
    attempts=0,
    last_error="",
)
_follower, _told = tables.follower.c, tables.delivery.alias("told")
_DELIVERY_COLUMNS = [
    "event_id", "platform", "to_kind", "to_id", "priority", "is_repeatable", "state", "due_at",
    "attempts", "last_error",
]  # fmt: skip
_followers = select(
    bindparam("of_event", type_=BigInteger),
    _follower.platform,
    _follower.to_kind,
    _follower.to_id,
    literal(FOLLOWERS_PRIORITY),
    literal(1),
    literal("due"),
    bindparam("at", type_=UtcDateTime),
    literal(0),
    literal(""),
).where(_follower.topic == bindparam("of_topic"))
# In one statement, however many follow.
TELL_FOLLOWERS = insert(tables.delivery).from_select(_DELIVERY_COLUMNS, _followers)
# Who was told of this event already is left out. What is looked through are the event's own few
# deliveries: those of a place are all that it was ever told.
TELL_OTHER_FOLLOWERS = insert(tables.delivery).from_select(
    _DELIVERY_COLUMNS,
    _followers.where(
        tuple_(_follower.to_kind, _follower.to_id).not_in(
            select(_told.c.to_kind, _told.c.to_id).where(
                _told.c.event_id == bindparam("of_event", type_=BigInteger)
            )
        )
    ),
)
ADD_FOLLOWER = (
    upsert(tables.follower)
    .values(
        topic=bindparam("topic"),
        to_kind=bindparam("to_kind"),
        to_id=bindparam("to_id"),
        platform=bindparam("platform"),
    )
    .on_conflict_do_nothing(index_elements=["topic", "to_kind", "to_id"])
)
DROP_FOLLOWER = delete(tables.follower).where(
    tables.follower.c.topic == bindparam("of_topic"),
    tables.follower.c.to_kind == bindparam("of_kind"),
    tables.follower.c.to_id == bindparam("of_id"),
)
ADD_JOB = (
    upsert(tables.job)
    .values(
        name=bindparam("name"),
        slot=bindparam("slot"),
        payload=bindparam("payload"),
        state="due",
        due_at=bindparam("due_at"),
        attempts=0,
        last_error="",
    )
    .on_conflict_do_nothing(index_elements=["name", "slot"])
)

# Advisory locks need no row to be there, and do not meet the locks of foreign keys.
LOCK = select(func.pg_advisory_xact_lock(bindparam("number", type_=BigInteger)))


def lock_number(kind: str, id: int | str) -> int:
    """The 64 bits that stand for one thing of a kind."""
    digest = hashlib.blake2b(f"{kind}:{id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


@dataclass(frozen=True)
class Destination:
    """Where an event is told: a person's private chat or a place of a cohort.

    `platform` is where that person or place is; `priority` 1 live quiz, 2 cohort, 3 broadcast.
    `is_repeatable`: may it be sent again when a crash hides whether it was?
    """

    kind: str  # person | place
    id: int
    platform: str
    priority: int = 2
    not_before: datetime | None = None
    is_repeatable: bool = True


class ReadTx:
    """A consistent look at the database."""

    def __init__(self, cursor: Cursor, statements: StatementCache, now: datetime) -> None:
        self._cursor = cursor
        self._statements = statements
        self._known: dict[tuple[int, tuple[Any, ...]], list[Any]] = {}
        self.now = now

    @property
    def is_postgresql(self) -> bool:
        """For the few things that one database does in another way than the other."""
        return self._statements.is_postgresql

    def query(self, statement: Executable, **values: Any) -> list[Any]:
        """Rows with the columns as attributes; [] for a statement that returns none.

        `statement` is a module constant; `values` are its bindparams, all of them.
        """
        compiled = self._statements.get(statement)
        compiled.execute(self._cursor, values)
        return compiled.rows(self._cursor)

    def known(self, statement: Executable, **values: Any) -> Any | None:
        """The first row, or None, of something that this command does not change: the database is
        asked once for it, however often it is wanted."""
        key = (id(statement), tuple(values.values()))
        rows = self._known.get(key)
        if rows is None:
            rows = self._known[key] = self.query(statement, **values)
        return rows[0] if rows else None

    def one(self, statement: Executable, **values: Any) -> Any | None:
        """The first row, or None."""
        rows = self.query(statement, **values)
        return rows[0] if rows else None


class Tx(ReadTx):
    """One command's transaction. A service may be run again: it does nothing outside this."""

    def change(self, statement: Executable, **values: Any) -> int:
        """Runs an INSERT, UPDATE or DELETE without RETURNING; the number of rows it touched."""
        self._statements.get(statement).execute(self._cursor, values)
        return self._cursor.rowcount

    def lock(self, kind: str, *ids: int | str) -> None:
        """Has other commands that name the same things wait until this one is committed.

        A command that holds a `person_id` has its person locked already. What is read before it
        is written by several people is locked first; on SQLite commands are alone anyway.
        """
        if self.is_postgresql:
            for number in sorted(lock_number(kind, id) for id in ids):
                self.query(LOCK, number=number)

    def emit(
        self, event: Any, *, to: Iterable[Destination] = (), topics: Iterable[str] = ()
    ) -> None:
        """Records a fact; once committed it is told to each destination, and to each follower of
        the topics. Who stands in both hears it once."""
        row = self.query(
            ADD_EVENT, name=event_name(event), payload=wire.dump(event), happened_at=self.now
        )[0]
        told: set[tuple[str, int]] = set()
        for destination in to:
            if (destination.kind, destination.id) in told:
                continue
            told.add((destination.kind, destination.id))
            self.change(
                ADD_DELIVERY,
                event_id=row.id,
                platform=destination.platform,
                to_kind=destination.kind,
                to_id=destination.id,
                priority=destination.priority,
                is_repeatable=int(destination.is_repeatable),
                due_at=destination.not_before or self.now,
            )
        is_told = bool(told)
        for topic in topics:
            tell = TELL_OTHER_FOLLOWERS if is_told else TELL_FOLLOWERS
            is_told |= self.change(tell, of_event=row.id, of_topic=topic, at=self.now) > 0

    def follow(self, topic: str, destination: Destination) -> None:
        """Has the destination told of every later event with this topic."""
        self.change(
            ADD_FOLLOWER,
            topic=topic,
            to_kind=destination.kind,
            to_id=destination.id,
            platform=destination.platform,
        )

    def unfollow(self, topic: str, *, kind: str, id: int) -> None:
        self.change(DROP_FOLLOWER, of_topic=topic, of_kind=kind, of_id=id)

    def schedule(self, job: Any, *, at: datetime, slot: str) -> bool:
        """Has `job` (a dataclass registered with `@job`) worked at `at`, once per name and slot.

        False when that slot is already there.
        """
        return bool(
            self.change(ADD_JOB, name=job_name(job), slot=slot, payload=wire.dump(job), due_at=at)
        )


__all__ = ["Destination", "ReadTx", "Tx"]
