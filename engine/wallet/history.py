"""A person's whole statement with its totals: what a file of it is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.foundation.tx import ReadTx
from engine.wallet.commands import StatementQuery, WalletLine
from engine.wallet.queries import statement

BUCKETS = ("earned", "purchased")


@dataclass(frozen=True)
class HistoryQuery:
    """The newest `limit` lines."""

    person_id: int
    limit: int


@dataclass(frozen=True)
class Totals:
    """Of one class of tokens: `before + came - went = after`."""

    bucket: str
    before: int
    came: int
    went: int
    after: int


@dataclass(frozen=True)
class History:
    """The oldest line first. `is_whole`: False when older lines are left out."""

    lines: tuple[WalletLine, ...]
    totals: tuple[Totals, ...]
    is_whole: bool


def history(tx: ReadTx, query: HistoryQuery) -> History:
    found = statement(tx, StatementQuery(query.person_id, limit=query.limit))
    lines = found.lines[::-1]
    return History(lines, totals_of(lines), is_whole=not found.has_more)


def totals_of(lines: Sequence[WalletLine]) -> tuple[Totals, ...]:
    """Of the classes that these lines are of, in their order; `before` is from the first line."""
    totals = []
    for bucket in BUCKETS:
        own = [line for line in lines if line.bucket == bucket]
        if own:
            before = own[0].balance_after - own[0].amount
            came = sum(line.amount for line in own if line.amount > 0)
            went = -sum(line.amount for line in own if line.amount < 0)
            totals.append(Totals(bucket, before, came, went, before + came - went))
    return tuple(totals)
