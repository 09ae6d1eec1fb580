"""Durable intake: a platform's update is stored before it is acknowledged, and finished once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation import tables
from engine.foundation.tx import ReadTx, Tx

ADD_UPDATE = (
    upsert(tables.stored_update)
    .values(
        bot=bindparam("bot"),
        update_id=bindparam("update_id"),
        lane=bindparam("lane"),
        body=bindparam("body"),
        stored_at=bindparam("stored_at"),
    )
    .on_conflict_do_nothing(index_elements=["bot", "update_id"])
)
FINISH_UPDATE = (
    update(tables.stored_update)
    .where(
        tables.stored_update.c.bot == bindparam("of_bot"),
        tables.stored_update.c.update_id == bindparam("of_update"),
    )
    .values(handled_at=bindparam("at"))
)
PENDING_UPDATES = (
    select(
        tables.stored_update.c.update_id, tables.stored_update.c.lane, tables.stored_update.c.body
    )
    .where(
        tables.stored_update.c.bot == bindparam("of_bot"),
        tables.stored_update.c.handled_at.is_(None),
    )
    .order_by(tables.stored_update.c.update_id)
)


@dataclass(frozen=True)
class StoreUpdate:
    bot: str
    update_id: int
    lane: str
    body: str


@dataclass(frozen=True)
class StoreUpdates:
    """What the platform handed out at once, in its order."""

    updates: tuple[StoreUpdate, ...]


@dataclass(frozen=True)
class UpdatesStored:
    """Which of them are new, by their ids."""

    new_ids: tuple[int, ...]


@dataclass(frozen=True)
class FinishUpdate:
    bot: str
    update_id: int


@dataclass(frozen=True)
class PendingUpdates:
    bot: str


@dataclass(frozen=True)
class PendingUpdate:
    update_id: int
    lane: str
    body: str


def store_updates(tx: Tx, command: StoreUpdates) -> UpdatesStored:
    """Keeps them all or none: were a later one kept alone, a killed program's successor would work
    it before the earlier one comes again. A second one of the same id changes nothing."""
    new_ids = [
        update.update_id
        for update in command.updates
        if tx.change(
            ADD_UPDATE,
            bot=update.bot,
            update_id=update.update_id,
            lane=update.lane,
            body=update.body,
            stored_at=tx.now,
        )
    ]
    return UpdatesStored(tuple(new_ids))


def finish_update(tx: Tx, command: FinishUpdate) -> None:
    tx.change(FINISH_UPDATE, of_bot=command.bot, of_update=command.update_id, at=tx.now)


def pending_updates(tx: ReadTx, query: PendingUpdates) -> tuple[PendingUpdate, ...]:
    """What a former process stored and did not finish, in the platform's order."""
    rows = tx.query(PENDING_UPDATES, of_bot=query.bot)
    return tuple(PendingUpdate(row.update_id, row.lane, row.body) for row in rows)
