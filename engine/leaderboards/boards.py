"""Which days a board covers.

A board's day is the UTC day and its week the ISO week, Monday to Sunday in UTC: everybody competes
in the same hours, wherever they are. (Streaks go by the person's own local days.)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

BOARDS = ("day", "week", "all")
ALL_TIME = date(1970, 1, 1)


def board_day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def starts_on(board: str, day: date) -> date:
    """The first day of the board that `day` falls into. Raises ValueError for an unknown board."""
    match board:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "all":
            return ALL_TIME
    raise ValueError(f"no such board: {board!r}")
