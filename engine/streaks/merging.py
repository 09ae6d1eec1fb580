"""Days of two people who turn out to be one: the streak is counted over the days of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, update

from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding
from engine.people.merges import Merge
from engine.streaks import nudges, statements, tables
from engine.streaks.commands import StreakQuery
from engine.streaks.queries import streak_of
from engine.streaks.streak_rules import Streak, over_days

DAYS = OwnRows(tables.streak_day, one_per=("day",))
STREAKS = OwnRows(tables.streak, one_per=())
KEEP_DAY = (
    update(tables.streak_day)
    .where(
        tables.streak_day.c.person_id == bindparam("of_person"),
        tables.streak_day.c.day == bindparam("on_day"),
    )
    .values(kind=bindparam("of_kind"), activities=bindparam("number"), first_at=bindparam("at"))
)


@dataclass(frozen=True)
class Noted:
    days: HandedOver
    streaks: HandedOver
    keeper: Streak | None  # as it was


def holdings(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    return (Holding("streak_days", streak_of(tx, StreakQuery(person_id)).days),)


def merge(tx: Tx, merge: Merge) -> Noted:
    """A day that one was active on counts, also where the other was protected by a freeze."""
    giver, taker = merge.leaver, merge.keeper
    before = {person_id: _streak(tx, person_id) for person_id in (giver, taker)}
    for theirs, own in DAYS.clashes(tx, giver=giver, taker=taker):
        first = min((row for row in (own, theirs) if row.activities), key=_since, default=own)
        tx.change(
            KEEP_DAY,
            of_person=taker,
            on_day=own.day,
            of_kind=first.kind,
            number=own.activities + theirs.activities,
            at=first.first_at,
        )
    days = DAYS.hand_over(tx, giver=giver, taker=taker)
    streaks = STREAKS.hand_over(tx, giver=giver, taker=taker)
    if before[giver] is not None:
        _count_anew(tx, taker, [streak for streak in before.values() if streak is not None])
    return Noted(days, streaks, before[taker])


def undo(tx: Tx, merge: Merge, note: Noted) -> None:
    DAYS.hand_back(tx, note.days, giver=merge.leaver, taker=merge.keeper)
    STREAKS.hand_back(tx, note.streaks, giver=merge.leaver, taker=merge.keeper)
    if note.streaks.moved or note.streaks.dropped:
        _count_anew(tx, merge.keeper, [note.keeper] if note.keeper else [])


def _since(row: Any) -> Any:
    return row.first_at


def _streak(tx: ReadTx, person_id: int) -> Streak | None:
    row = tx.one(statements.FIND_STREAK, of_person=person_id)
    if row is None:
        return None
    return Streak(row.days, row.best, row.started_on, row.last_day, row.freezes)


def _count_anew(tx: Tx, person_id: int, known: list[Streak]) -> None:
    days = tx.query(statements.DAYS_OF, of_person=person_id)
    streak = over_days([(row.day, row.activities > 0) for row in days], known)
    if streak is None:
        tx.change(statements.DROP_STREAK, of_person=person_id)
        return
    zone = max(days, key=lambda row: row.day).zone
    found = tx.one(statements.FIND_STREAK, of_person=person_id)
    tx.change(
        statements.KEEP_STREAK,
        of_person=person_id,
        new_days=streak.days,
        new_best=streak.best,
        since=streak.started_on,
        until=streak.last_day,
        in_zone=zone,
        held=streak.freezes,
    )
    nudges.plan_after(tx, person_id, zone, streak.last_day, found.nudged_on if found else None)
