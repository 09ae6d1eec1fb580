"""Tokens of two people who turn out to be one: one journal moves them, one moves them back."""

from __future__ import annotations

from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding
from engine.people.link_errors import UndoSpent
from engine.people.merges import Merge
from engine.wallet import statements
from engine.wallet.chart import TOKENS, educator_debt, person_earned, person_purchased
from engine.wallet.commands import Journal, Line
from engine.wallet.errors import DebtOpen, InsufficientBalance
from engine.wallet.queries import balances_of
from engine.wallet.service import post_journal, reverse_journal

AFTER = ("rewards",)


def check(tx: ReadTx, one: int, other: int) -> None:
    """Raises DebtOpen."""
    for person_id in (one, other):
        debt = tx.one(statements.FIND_ACCOUNT, of_code=educator_debt(person_id))
        if debt is not None and debt.balance:
            raise DebtOpen(tokens=debt.balance)


def holdings(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    return (Holding("tokens", sum(balances_of(tx, person_id))),)


def merge(tx: Tx, merge: Merge) -> int | None:
    """The journal's id; None when there was nothing to move."""
    earned, purchased = balances_of(tx, merge.leaver)
    if not earned and not purchased:
        return None
    journal = Journal(
        f"person-merged:{merge.id}:{merge.run}",
        "person.merged",
        (
            Line(person_earned(merge.leaver), person_earned(merge.keeper), TOKENS, earned),
            Line(person_purchased(merge.leaver), person_purchased(merge.keeper), TOKENS, purchased),
        ),
        about={"merge": merge.id},
    )
    return post_journal(tx, journal).journal_id


def undo(tx: Tx, merge: Merge, note: int | None) -> None:
    """Raises UndoSpent."""
    if note is None:
        return
    key = f"person-merge-undone:{merge.id}:{merge.run}"
    try:
        reverse_journal(tx, note, key=key, kind="person.merge_undone")
    except InsufficientBalance as short:
        raise UndoSpent() from short
