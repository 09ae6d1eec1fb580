"""Reminders: planned after a day's activity, at most five unanswered, then silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.foundation.errors import NotFound
from engine.foundation.registry import job
from engine.foundation.tx import Tx
from engine.people.commands import NudgeLevel
from engine.people.local_time import local_date
from engine.people.queries import Reach, reach, wishes
from engine.streaks import statements, streak_rules
from engine.streaks.events import NudgeDue
from engine.streaks.nudge_times import MOST_UNANSWERED, Window, next_nudge_day, nudge_moment


def plan_after(tx: Tx, person_id: int, zone: str, today: date, nudged_on: date | None) -> None:
    """Plans the nudge of the next day that is due one; it takes the place of the former plan."""
    their = wishes(tx, person_id)
    if their.nudge_level == NudgeLevel.OFF:
        plan_at(tx, person_id, None)
        return
    day = next_nudge_day(their.nudge_level.value, today, nudged_on)
    plan_at(tx, person_id, nudge_moment(window_of(their, zone), tx.now, day))


def plan_at(tx: Tx, person_id: int, at: datetime | None) -> None:
    tx.change(statements.PLAN_NUDGE, of_person=person_id, at=at)
    if at is not None:
        slot = f"{person_id}:{at.isoformat()}"
        tx.schedule(Nudge(person_id, at), at=at, slot=slot)


def window_of(their: Reach, zone: str) -> Window:
    """Their window, in their zone now; `zone` while they have told us none."""
    return Window(their.zone or zone, their.window_start, their.window_end, their.wants_weekends)


def nudge(tx: Tx, command: Nudge) -> bool:
    """Reminds the person, unless the day has its activity; True when it did.

    Worked outside the window (the program was down, the window was changed) it moves to the next
    opening. Who did not come back after five is left in peace.
    """
    tx.lock("person", command.person_id)
    found = tx.one(statements.FIND_STREAK, of_person=command.person_id)
    if found is None or found.nudge_at != command.at:
        return False
    try:
        their = reach(tx, command.person_id)
    except NotFound:
        return False
    window = window_of(their, found.last_zone)
    today = local_date(tx.now, window.zone)
    is_unwanted = their.nudge_level == NudgeLevel.OFF or their.destination is None
    if is_unwanted or found.unanswered >= MOST_UNANSWERED or found.last_day >= today:
        plan_at(tx, command.person_id, None)
        return False
    if not window.holds(tx.now):
        plan_at(tx, command.person_id, window.opening(tx.now))
        return False
    streak = streak_rules.Streak(
        found.days, found.best, found.started_on, found.last_day, found.freezes
    )
    number = streak_rules.days_as_of(streak, today) + 1
    destinations = (their.destination,) if their.destination else ()
    tx.emit(NudgeDue(command.person_id, number), to=destinations)
    tx.change(statements.COUNT_NUDGE, of_person=command.person_id, on_day=today)
    plan_after(tx, command.person_id, window.zone, today, today)
    return True


@job("streaks.nudge", nudge)
@dataclass(frozen=True)
class Nudge:
    """`at` is the moment it was planned for."""

    person_id: int
    at: datetime
