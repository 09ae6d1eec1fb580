"""How a streak goes on, breaks or is saved: counted on local dates, never on hours."""

from __future__ import annotations

from collections.abc import Sequence
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


def over_days(days: Sequence[tuple[date, bool]], known: Sequence[Streak]) -> Streak | None:
    """The streak over the days of two people who are one; None without an active day.

    `days` are (date, was active), in their order; a day without activity was protected by a freeze.
    `known` are the streaks that were counted as the days went by: where one of them holds, so does
    this (a date that was skipped on a flight is no missed day). Neither is ever cut short.
    """
    run: list[date] = []
    longest = 0
    previous: date | None = None
    for day, is_active in days:
        if previous is not None and not _holds(previous, day, known):
            run = []
        if is_active:
            run.append(day)
            longest = max(longest, len(run))
        previous = day
    if not run:
        return None
    best = max([longest, *(streak.best for streak in known)])
    freezes = max([0, *(streak.freezes for streak in known)])
    return Streak(len(run), best, run[0], run[-1], freezes)


def _holds(before: date, after: date, known: Sequence[Streak]) -> bool:
    if after - before <= ONE_DAY:
        return True
    return any(streak.started_on <= before and after <= streak.last_day for streak in known)


def _longer(before: Streak, today: date, *, freezes: int, freeze_used_on: date | None) -> Step:
    days = before.days + 1
    milestone = days if days in MILESTONES else None
    if milestone:
        freezes = MOST_FREEZES
    streak = Streak(days, max(before.best, days), before.started_on, today, freezes)
    return Step(streak, True, milestone, freeze_used_on)
