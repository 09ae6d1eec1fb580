"""What effort is worth: the one file with every amount, cap and mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

PASS_PERCENT = 80
STREAK_MILESTONES = (7, 30, 100)

# What each programme pays, in tokens, part by part; administrators may change any of it (/rewards).
# `daily_limit`: how much of the fund it may grant on a UTC day; 0: no limit but the fund.
# `seconds_per_item`: who answers faster on average cannot have read; 0: speed is not looked at.
# (Where guessing begins, tests take 3 to 10 s by an item's length: Wise and Kong 2005.)
PROGRAMMES: dict[str, dict[str, int]] = {
    "quiz": {"passed": 20, "all_right": 5, "daily_limit": 0, "seconds_per_item": 4},
    "streak": {"7": 50, "30": 200, "100": 700, "daily_limit": 0},
    # On earned tokens, over all who count as one. Days and months are UTC's, so that nobody gains
    # by changing zones.
    "caps": {"daily": 120, "monthly": 2_000, "newcomer": 100},
}
NOT_AMOUNTS = frozenset({"daily_limit", "seconds_per_item"})
NEWCOMER_FOR = timedelta(days=30)
# A milestone is worth more than any day may bring: the daily cap is for what can be repeated.
KINDS_UNDER_DAILY_CAP = frozenset({"quiz"})

# Points of the boards.
POINTS_PER_QUIZ_POINT = 5
ACTIVITY_POINTS = {"lesson": 5, "challenge": 2, "practice": 1}


@dataclass(frozen=True)
class EarnedSoFar:
    """Tokens that a cap group was granted: today and this month under the caps, and in all."""

    today: int
    this_month: int
    in_all: int


@dataclass(frozen=True)
class Caps:
    daily: int = PROGRAMMES["caps"]["daily"]
    monthly: int = PROGRAMMES["caps"]["monthly"]
    newcomer: int = PROGRAMMES["caps"]["newcomer"]


def terms_of(programme: str, changed: Mapping[str, int]) -> dict[str, int]:
    """What holds now: the defaults, and what was changed of them."""
    usual = PROGRAMMES[programme]
    return {name: changed.get(name, value) for name, value in usual.items()}


def is_passed(points_earned: int, points_possible: int) -> bool:
    """At least the pass mark, in whole numbers; an empty quiz is not passed."""
    return points_possible > 0 and points_earned * 100 >= PASS_PERCENT * points_possible


def quiz_parts(points_earned: int, points_possible: int) -> tuple[str, ...]:
    """What of the quiz programme an attempt has reached."""
    if not is_passed(points_earned, points_possible):
        return ()
    return ("passed", "all_right") if points_earned == points_possible else ("passed",)


def within_caps(
    wanted: int,
    kind: str,
    so_far: EarnedSoFar,
    *,
    is_newcomer: bool,
    caps: Caps = Caps(),
) -> tuple[int, str | None]:
    """What may be paid of `wanted`, and the cap that stands in the way of the rest.

    The nearest cap is named; of equally near ones the one that lasts longest.
    """
    rooms = [(caps.monthly - so_far.this_month, "monthly_cap")]
    if is_newcomer:
        rooms.insert(0, (caps.newcomer - so_far.in_all, "newcomer_cap"))
    if kind in KINDS_UNDER_DAILY_CAP:
        rooms.append((caps.daily - so_far.today, "daily_cap"))
    room, reason = min(rooms, key=lambda found: found[0])
    if room >= wanted:
        return wanted, None
    return max(0, room), reason
