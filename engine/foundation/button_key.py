"""The key that binds buttons to their owners: made once, so that buttons outlive a restart."""

from __future__ import annotations

import secrets

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation import tables
from engine.foundation.tx import Tx

KEEP_KEY = (
    upsert(tables.secret)
    .values(name="button_key", value=bindparam("new_value"))
    .on_conflict_do_nothing(index_elements=["name"])
)
FIND_KEY = select(tables.secret.c.value).where(tables.secret.c.name == "button_key")


def button_key(tx: Tx, command: object) -> bytes:
    """32 bytes, the same ones for the life of the database."""
    row = tx.known(FIND_KEY)
    if row is None:
        tx.change(KEEP_KEY, new_value=secrets.token_hex(32))
        row = tx.query(FIND_KEY)[0]
    return bytes.fromhex(row.value)
