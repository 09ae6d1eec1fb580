"""How a streak goes on, breaks or is saved: counted on local dates, never on hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MILESTONES = (7, 30, 100)
MOST_FREEZES = 1
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Streak:
    """`days` in a row from `started_on` to `last_day`, days protected by a freeze not counted."""

    days: int
    best: int
    started_on: date
    last_day: date
    freezes: int


@dataclass(frozen=True)
class Step:
    """What an activity changed."""

    streak: Streak
    is_new_day: bool
    milestone: int | None = None
    freeze_used_on: date | None = None


def first_step(today: date) -> Step:
    return Step(Streak(1, 1, today, today, freezes=0), is_new_day=True)


def step(before: Streak, today: date, today_where_it_was: date) -> Step:
    """The streak after an activity on the local date `today`.

    `today_where_it_was` is the date now in the zone of the last activity: who flew east over the
    date line finds a date skipped that was never there to be used. Who flew west may find
    yesterday again: it is no new day. A freeze protects one missed day. A milestone brings one.
    """
    if today <= before.last_day:
        return Step(before, is_new_day=False)
    missed = min(today, max(today_where_it_was, before.last_day + ONE_DAY)) - before.last_day
    if missed == ONE_DAY:
        return _longer(before, today, freezes=before.freezes, freeze_used_on=None)
    if missed == 2 * ONE_DAY and before.freezes:
        protected = before.last_day + ONE_DAY
        return _longer(before, today, freezes=before.freezes - 1, freeze_used_on=protected)
    return Step(Streak(1, before.best, today, today, freezes=before.freezes), is_new_day=True)


def days_as_of(streak: Streak, today: date) -> int:
    """The days that the streak still counts on `today`: 0 once it can no longer go on."""
    missed = today - streak.last_day - ONE_DAY
    return streak.days if missed <= streak.freezes * ONE_DAY else 0


def _longer(before: Streak, today: date, *, freezes: int, freeze_used_on: date | None) -> Step:
    days = before.days + 1
    milestone = days if days in MILESTONES else None
    if milestone:
        freezes = MOST_FREEZES
    streak = Streak(days, max(before.best, days), before.started_on, today, freezes)
    return Step(streak, True, milestone, freeze_used_on)
