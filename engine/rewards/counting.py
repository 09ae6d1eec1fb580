"""What a cap group has earned: one row of sums, which an erasure leaves and a merge adds up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.rewards import statements as sql
from engine.rewards.policy import KINDS_UNDER_DAILY_CAP, EarnedSoFar


@dataclass(frozen=True)
class Counts:
    """`today` is of the UTC day `today_on`, `this_month` of the month that begins `month_on`."""

    today_on: date
    today: int
    month_on: date
    this_month: int
    in_all: int

    def at(self, day: date) -> EarnedSoFar:
        """As they stand on a day: what was earned on another one is over."""
        return EarnedSoFar(
            self.today if self.today_on == day else 0,
            self.this_month if self.month_on == day.replace(day=1) else 0,
            self.in_all,
        )

    def plus(self, tokens: int, kind: str, day: date) -> Counts:
        """With so many more (or, of a grant that was taken back, fewer) granted on that day."""
        under_cap = tokens if kind in KINDS_UNDER_DAILY_CAP else 0
        return self.together(Counts(day, under_cap, day.replace(day=1), tokens, tokens))

    def together(self, other: Counts) -> Counts:
        latest, month = max(self.today_on, other.today_on), max(self.month_on, other.month_on)
        return Counts(
            latest,
            sum(one.today for one in (self, other) if one.today_on == latest),
            month,
            sum(one.this_month for one in (self, other) if one.month_on == month),
            self.in_all + other.in_all,
        )


NONE = Counts(date.min, 0, date.min, 0, 0)


def counts_in(row: Any) -> Counts:
    """Of a row that may have none."""
    if row is None or row.today_on is None:
        return NONE
    return Counts(row.today_on, row.today, row.month_on, row.this_month, row.in_all)


def counts_of(tx: ReadTx, group: int) -> Counts:
    return counts_in(tx.one(sql.FIND_COUNTS, of_group=group))


def keep_counts(tx: Tx, group: int, counts: Counts) -> None:
    tx.change(
        sql.SET_COUNTS,
        of_group=group,
        day=counts.today_on,
        of_day=counts.today,
        month=counts.month_on,
        of_month=counts.this_month,
        ever=counts.in_all,
    )


def add_up(tx: Tx, one: int, other: int) -> None:
    """Two groups become one (the lower number): what both have earned counts together."""
    if one == other:
        return
    together = counts_of(tx, one).together(counts_of(tx, other))
    if together != NONE:
        keep_counts(tx, min(one, other), together)
        tx.change(sql.DROP_COUNTS, of_group=max(one, other))


def utc_day(tx: Tx) -> date:
    return tx.now.astimezone(UTC).date()
