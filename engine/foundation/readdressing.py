"""Deliveries that have not gone out yet, when the person they are for becomes another one."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from engine.foundation import tables
from engine.foundation.tx import Tx

_deliveries = tables.delivery.c
_READDRESS = (
    update(tables.delivery)
    .where(
        _deliveries.to_kind == "person",
        _deliveries.to_id == bindparam("from_person"),
        _deliveries.state.in_(("due", "claimed", "held", "dead")),
    )
    .values(to_id=bindparam("to_person"))
)
_READDRESS_ON = _READDRESS.where(_deliveries.platform == bindparam("on_platform"))


def readdress(tx: Tx, *, giver: int, taker: int) -> int:
    """What was for `giver` is for `taker`, on the same platform; how many."""
    return tx.change(_READDRESS, from_person=giver, to_person=taker)


def readdress_on(tx: Tx, platform: str, *, giver: int, taker: int) -> int:
    """The same for one platform's deliveries alone."""
    return tx.change(_READDRESS_ON, from_person=giver, to_person=taker, on_platform=platform)
