"""Tokens of two people who turn out to be one: one journal moves them, one moves them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding
from engine.people.link_errors import UndoSpent
from engine.people.merges import Merge
from engine.wallet import hold_tables, income_tables, redemption_tables, statements, tables
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
from engine.wallet.errors import DebtOpen, HoldOpen, InsufficientBalance
from engine.wallet.holds import held_by
from engine.wallet.queries import balance_of, balances_of
from engine.wallet.redemption_statements import DROP_OPEN
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
    """Raises DebtOpen; HoldOpen while tokens of either are held for something."""
    for person_id in (one, other):
        if held := held_by(tx, person_id):
            raise HoldOpen(tokens=held)
        debt = tx.one(statements.FIND_ACCOUNT, of_code=educator_debt(person_id))
        if debt is not None and debt.balance:
            raise DebtOpen(tokens=debt.balance)


def holdings(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    return (Holding("tokens", sum(balances_of(tx, person_id))),)


LOTS = OwnRows(tables.lot)
BOUGHT = OwnRows(tables.sale, "buyer_id")
SOLD = OwnRows(tables.sale, "educator_id")
HELD = OwnRows(hold_tables.hold)
BOOKED_WITH = OwnRows(hold_tables.booking_terms, "educator_id")
REDEEMED = OwnRows(redemption_tables.redemption)
QUIET = OwnRows(tables.sale_quiet, one_per=())
CODES_MADE = OwnRows(redemption_tables.discount_code, "made_by")
CODES_GIVEN = OwnRows(redemption_tables.discount_use)
# The group of a review is followed by itself: see income_tables.py.
REVIEWED = OwnRows(income_tables.income_review, "educator_id")


@dataclass(frozen=True)
class Noted:
    """`lots`: those that changed hands; `journal_id`: None when there was nothing to move."""

    lots: HandedOver
    journal_id: int | None
    left: dict[str, int]  # what each lot held, by its id
    bought: HandedOver = field(default_factory=HandedOver)
    sold: HandedOver = field(default_factory=HandedOver)
    orders: dict[str, list[int]] = field(default_factory=dict)  # how far each sale was, by its id
    held: HandedOver = field(default_factory=HandedOver)
    redeemed: HandedOver = field(default_factory=HandedOver)
    codes_made: HandedOver = field(default_factory=HandedOver)
    codes_given: HandedOver = field(default_factory=HandedOver)
    quiet: HandedOver = field(default_factory=HandedOver)
    booked_with: HandedOver = field(default_factory=HandedOver)
    reviewed: HandedOver = field(default_factory=HandedOver)


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
        HELD.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        REDEEMED.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        CODES_MADE.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        _codes_given(tx, merge),
        QUIET.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        BOOKED_WITH.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
        REVIEWED.hand_over(tx, giver=merge.leaver, taker=merge.keeper),
    )


def _codes_given(tx: Tx, merge: Merge) -> HandedOver:
    """One code at a time waits for its purchase: the keeper's own, where both gave one."""
    open_ones = [row for row in CODES_GIVEN.of(tx, merge.keeper) if row.state == "open"]
    if open_ones:
        tx.change(DROP_OPEN, of_person=merge.leaver)
    return CODES_GIVEN.hand_over(tx, giver=merge.leaver, taker=merge.keeper)


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
    HELD.hand_back(tx, note.held, giver=merge.leaver, taker=merge.keeper)
    REDEEMED.hand_back(tx, note.redeemed, giver=merge.leaver, taker=merge.keeper)
    CODES_MADE.hand_back(tx, note.codes_made, giver=merge.leaver, taker=merge.keeper)
    CODES_GIVEN.hand_back(tx, note.codes_given, giver=merge.leaver, taker=merge.keeper)
    QUIET.hand_back(tx, note.quiet, giver=merge.leaver, taker=merge.keeper)
    BOOKED_WITH.hand_back(tx, note.booked_with, giver=merge.leaver, taker=merge.keeper)
    REVIEWED.hand_back(tx, note.reviewed, giver=merge.leaver, taker=merge.keeper)
    if note.journal_id is None:
        return
    key = f"person-merge-undone:{merge.id}:{merge.run}"
    try:
        reverse_journal(tx, note.journal_id, key=key, kind="person.merge_undone")
    except InsufficientBalance as short:
        raise UndoSpent() from short
