"""What effort is worth: the one file with every amount, cap and mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

# Tokens.
QUIZ_PASSED = 20
QUIZ_ALL_RIGHT = 5
STREAK_MILESTONES = {7: 50, 30: 200, 100: 700}
PASS_PERCENT = 80

# Caps on earned tokens. Days and months are UTC's, so that nobody gains by changing zones.
DAILY_CAP = 120
MONTHLY_CAP = 2_000
NEWCOMER_CAP = 100
NEWCOMER_FOR = timedelta(days=30)
# A milestone is worth more than any day may bring: the daily cap is for what can be repeated.
KINDS_UNDER_DAILY_CAP = frozenset({"quiz"})

# Points of the boards.
POINTS_PER_QUIZ_POINT = 5
ACTIVITY_POINTS = {"lesson": 5, "challenge": 2, "practice": 1}


@dataclass(frozen=True)
class EarnedSoFar:
    """Tokens that a person was granted: today and this month under the caps, and in all."""

    today: int
    this_month: int
    in_all: int


def is_passed(points_earned: int, points_possible: int) -> bool:
    """At least the pass mark, in whole numbers; an empty quiz is not passed."""
    return points_possible > 0 and points_earned * 100 >= PASS_PERCENT * points_possible


def quiz_tokens(points_earned: int, points_possible: int) -> tuple[int, int]:
    """(for passing, on top for all right)."""
    if not is_passed(points_earned, points_possible):
        return 0, 0
    return QUIZ_PASSED, QUIZ_ALL_RIGHT if points_earned == points_possible else 0


def within_caps(
    wanted: int, kind: str, so_far: EarnedSoFar, *, is_newcomer: bool
) -> tuple[int, str | None]:
    """What may be paid of `wanted`, and the cap that stands in the way of the rest.

    The nearest cap is named; of equally near ones the one that lasts longest.
    """
    rooms = [(MONTHLY_CAP - so_far.this_month, "monthly_cap")]
    if is_newcomer:
        rooms.insert(0, (NEWCOMER_CAP - so_far.in_all, "newcomer_cap"))
    if kind in KINDS_UNDER_DAILY_CAP:
        rooms.append((DAILY_CAP - so_far.today, "daily_cap"))
    room, reason = min(rooms, key=lambda found: found[0])
    if room >= wanted:
        return wanted, None
    return max(0, room), reason
