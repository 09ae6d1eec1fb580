"""Tokens of two people who turn out to be one: one journal moves them, one moves them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding
from engine.people.link_errors import UndoSpent
from engine.people.merges import Merge
from engine.wallet import statements, tables
from engine.wallet.chart import (
    TOKENS,
    educator_available,
    educator_debt,
    educator_pending,
    educator_reserve,
    person_earned,
    person_purchased,
)
from engine.wallet.commands import Journal, Line
from engine.wallet.errors import DebtOpen, InsufficientBalance
from engine.wallet.queries import balance_of, balances_of
from engine.wallet.service import post_journal, reverse_journal

AFTER = ("rewards",)
BUCKETS = (
    person_earned,
    person_purchased,
    educator_pending,
    educator_available,
    educator_reserve,
)


def check(tx: ReadTx, one: int, other: int) -> None:
    """Raises DebtOpen."""
    for person_id in (one, other):
        debt = tx.one(statements.FIND_ACCOUNT, of_code=educator_debt(person_id))
        if debt is not None and debt.balance:
            raise DebtOpen(tokens=debt.balance)


def holdings(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    return (Holding("tokens", sum(balances_of(tx, person_id))),)


LOTS = OwnRows(tables.lot)
BOUGHT = OwnRows(tables.sale, "buyer_id")
SOLD = OwnRows(tables.sale, "educator_id")


@dataclass(frozen=True)
class Noted:
    """`lots`: those that changed hands; `journal_id`: None when there was nothing to move."""

    lots: HandedOver
    journal_id: int | None
    left: dict[str, int]  # what each lot held, by its id
    bought: HandedOver = field(default_factory=HandedOver)
    sold: HandedOver = field(default_factory=HandedOver)
    orders: dict[str, list[int]] = field(default_factory=dict)  # how far each sale was, by its id


def merge(tx: Tx, merge: Merge) -> Noted:
    """Lots keep their sources and dates, sales the day on which they are final."""
    orders = {
        str(sale.id): _progress(sale)
        for rows in (BOUGHT, SOLD)
        for sale in rows.of(tx, merge.leaver)
    }
    left = {str(lot.id): lot.left_amount for lot in LOTS.of(tx, merge.leaver)}
    handed = LOTS.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
    return Noted(
        handed,
        _move(tx, merge),
        left,
        BOUGHT.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        SOLD.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        orders,
    )


def _progress(sale: Any) -> list[int]:
    return [sale.refunded, int(sale.matured_at is not None), sale.reserve_left]


def _move(tx: Tx, merge: Merge) -> int | None:
    lines = tuple(
        Line(account(merge.leaver), account(merge.keeper), TOKENS, tokens)
        for account in BUCKETS
        if (tokens := balance_of(tx, account(merge.leaver)))
    )
    if not lines:
        return None
    key = f"person-merged:{merge.id}:{merge.run}"
    journal = Journal(key, "person.merged", lines, about={"merge": merge.id})
    return post_journal(tx, journal).journal_id


def undo(tx: Tx, merge: Merge, note: Noted) -> None:
    """Raises UndoSpent."""
    own = {str(lot.id): lot.left_amount for lot in LOTS.of(tx, merge.keeper)}
    if any(own.get(id, 0) != left for id, left in note.left.items()):
        raise UndoSpent()
    sales = {
        str(sale.id): _progress(sale)
        for rows in (BOUGHT, SOLD)
        for sale in rows.of(tx, merge.keeper)
    }
    if any(sales.get(id) != progress for id, progress in note.orders.items()):
        raise UndoSpent()
    LOTS.hand_back(tx, note.lots, giver=merge.leaver, taker=merge.keeper)
    BOUGHT.hand_back(tx, note.bought, giver=merge.leaver, taker=merge.keeper)
    SOLD.hand_back(tx, note.sold, giver=merge.leaver, taker=merge.keeper)
    if note.journal_id is None:
        return
    key = f"person-merge-undone:{merge.id}:{merge.run}"
    try:
        reverse_journal(tx, note.journal_id, key=key, kind="person.merge_undone")
    except InsufficientBalance as short:
        raise UndoSpent() from short
