"""The lowest own funds that there ever were, journal after journal: for looking back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, bindparam, case, func, select

from engine.foundation.registry import long_question
from engine.foundation.tx import ReadTx
from engine.wallet import tables
from engine.wallet.queries import treasury_state

postings = tables.posting.c
_debit, _credit = tables.account.alias("debit"), tables.account.alias("credit")


def _weight(side: FromClause) -> ColumnElement[int]:
    return case((side.c.kind.in_(("asset", "liability")), 1), else_=0)


_moved = (
    select(
        postings.journal_id,
        func.sum(postings.amount * (_weight(_debit) - _weight(_credit))).label("moved"),
    )
    .join_from(tables.posting, _debit, _debit.c.id == postings.debit_id)
    .join(_credit, _credit.c.id == postings.credit_id)
    .where(postings.asset == bindparam("of_asset"))
    .group_by(postings.journal_id)
    .subquery()
)
_after = select(
    func.sum(_moved.c.moved).over(order_by=_moved.c.journal_id).label("held")
).subquery()
LOWEST = select(func.coalesce(func.min(_after.c.held), 0).label("held"))


@long_question
def lowest_own_funds(tx: ReadTx, query: object = None) -> int:
    """In minor units, of what they were after each journal; 0 without any. Reads every posting."""
    return int(tx.query(LOWEST, of_asset=treasury_state(tx).currency)[0].held)
