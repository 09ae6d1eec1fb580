"""The inbox: what a redelivered message was answered, so that it is answered the same again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.foundation import tables, wire
from engine.foundation.errors import EngineError
from engine.foundation.tx import ReadTx, Tx

FIND_ANSWER = select(tables.inbox.c.answer).where(tables.inbox.c.key == bindparam("inbox_key"))
ADD_ANSWER = insert(tables.inbox).values(
    key=bindparam("inbox_key"), answer=bindparam("answer_json"), handled_at=bindparam("at")
)
EMPTY_ANSWERS = (
    update(tables.inbox)
    .where(tables.inbox.c.handled_at < bindparam("before"), tables.inbox.c.answer != "")
    .values(answer="")
)
EMPTY_UPDATES = (
    update(tables.stored_update)
    .where(
        tables.stored_update.c.handled_at < bindparam("before"), tables.stored_update.c.body != ""
    )
    .values(body="")
)
KEEP_TEXTS = timedelta(hours=72)


def answer_of(tx: ReadTx, key: str) -> tuple[bool, Any] | None:
    """(True, result) or (False, refusal) that this key was given before; None when it is new."""
    row = tx.one(FIND_ANSWER, inbox_key=key)
    if row is None:
        return None
    if row.answer == "":
        return True, None  # older than the texts are kept: nothing is done twice all the same
    answer = wire.load(row.answer)
    return not isinstance(answer, EngineError), answer


def remember(tx: Tx, key: str, answer: Any) -> None:
    tx.change(ADD_ANSWER, inbox_key=key, answer_json=wire.dump(answer), at=tx.now)


def empty_old_texts(tx: Tx, command: object) -> int:
    """Empties stored updates and answers 72 h after they were handled; the keys stay."""
    before = tx.now - KEEP_TEXTS
    return tx.change(EMPTY_ANSWERS, before=before) + tx.change(EMPTY_UPDATES, before=before)
