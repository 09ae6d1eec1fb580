"""What streaks are asked and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RecordActivity:
    """Something that counts for the day: a lesson done, a challenge tried, a quiz, practice.

    `zone` is the person's IANA zone now; it is frozen into the day. `is_visible`: the person said
    that their group may see it.
    """

    person_id: int
    zone: str
    kind: str
    is_visible: bool = False


@dataclass(frozen=True)
class StreakNow:
    """`days` in a row up to `today` (the person's local day, cut off at 03:00).

    `is_new_day`: this was the day's first activity. `milestone`: 7, 30 or 100 when just reached.
    `started_on`: the streak's first day. `freeze_used_on`: the missed day that a freeze has just
    protected. `freezes`: how many are held now (0 or 1).
    """

    days: int
    is_new_day: bool
    best: int
    milestone: int | None
    today: date
    started_on: date
    freezes: int = 0
    freeze_used_on: date | None = None


@dataclass(frozen=True)
class StreakQuery:
    person_id: int


@dataclass(frozen=True)
class StreakState:
    """`days` is 0 once a day was missed. `is_done_today`: today has its activity.
    `is_paused`: nudges rest until the person returns."""

    days: int
    best: int
    is_done_today: bool
    today: date
    freezes: int
    is_paused: bool


@dataclass(frozen=True)
class NudgeLater:
    person_id: int


@dataclass(frozen=True)
class NudgeFewer:
    person_id: int
