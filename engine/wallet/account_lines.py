"""Any account as its postings tell it, for operators: what it held at a moment, and each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, case, func, or_, select

from engine.foundation.tx import ReadTx
from engine.wallet import tables
from engine.wallet.chart import rule_of

accounts = tables.account.c
journals = tables.journal.c
postings = tables.posting.c
_debit, _credit = tables.account.alias("debit"), tables.account.alias("credit")

_side = case((postings.debit_id == accounts.id, 1), else_=-1)
_of_account = or_(postings.debit_id == accounts.id, postings.credit_id == accounts.id)
BALANCE_BEFORE = (
    select(func.coalesce(func.sum(_side * accounts.normal_side * postings.amount), 0).label("sum"))
    .join_from(tables.account, tables.posting, _of_account)
    .join(tables.journal, journals.id == postings.journal_id)
    .where(accounts.code == bindparam("of_code"), journals.effective_at <= bindparam("at"))
)
LINES = (
    select(
        postings.id,
        journals.id.label("journal_id"),
        journals.kind,
        journals.idempotency_key.label("key"),
        journals.effective_at,
        postings.asset,
        (_side * accounts.normal_side * postings.amount).label("amount"),
        case((postings.debit_id == accounts.id, _credit.c.code), else_=_debit.c.code).label(
            "other"
        ),
    )
    .join_from(tables.account, tables.posting, _of_account)
    .join(tables.journal, journals.id == postings.journal_id)
    .join(_debit, _debit.c.id == postings.debit_id)
    .join(_credit, _credit.c.id == postings.credit_id)
    .where(
        accounts.code == bindparam("of_code"),
        postings.id > bindparam("after", type_=BigInteger),
    )
    .order_by(postings.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class BalanceAt:
    code: str
    at: datetime


@dataclass(frozen=True)
class AccountLinesQuery:
    """The oldest first; `after`: the last line's id of the page before, with its balance."""

    code: str
    after: int = 0
    balance: int = 0
    limit: int = 500


@dataclass(frozen=True)
class AccountLine:
    """`amount` is signed as the account counts; `other`: the account on the other side."""

    id: int
    journal_id: int
    kind: str
    key: str
    at: datetime
    asset: str
    other: str
    amount: int
    balance_after: int


def balance_at(tx: ReadTx, query: BalanceAt) -> int:
    """What had taken effect by then, in the account's own sign. Raises UnknownAccount."""
    rule_of(query.code)
    return int(tx.query(BALANCE_BEFORE, of_code=query.code, at=query.at)[0].sum)


def account_lines(tx: ReadTx, query: AccountLinesQuery) -> tuple[AccountLine, ...]:
    """Raises UnknownAccount."""
    rule_of(query.code)
    balance, lines = query.balance, []
    for row in tx.query(LINES, of_code=query.code, after=query.after, most=query.limit):
        balance += row.amount
        lines.append(
            AccountLine(
                row.id, row.journal_id, row.kind, row.key, row.effective_at, row.asset, row.other,
                int(row.amount), int(balance),
            )
        )  # fmt: skip
    return tuple(lines)
