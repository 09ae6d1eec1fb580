"""When a reminder is due: at the hour the person likes to learn, inside their window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.people.local_time import CUTOFF_HOUR, inside_window, next_window_opening

LATER = timedelta(hours=3)
SOONEST = timedelta(hours=2)
MOST_UNANSWERED = 5
FEWER_DAYS = 3  # with fewer nudges, at most one in this many days


@dataclass(frozen=True)
class Window:
    """Local hours of a zone, `end_hour` up to 24 and not included."""

    zone: str
    start_hour: int
    end_hour: int
    wants_weekends: bool

    def holds(self, moment: datetime) -> bool:
        return inside_window(moment, self.zone, self.start_hour, self.end_hour, self.wants_weekends)

    def opening(self, moment: datetime) -> datetime:
        """`moment` when it is inside, else the next opening."""
        return next_window_opening(
            moment, self.zone, self.start_hour, self.end_hour, self.wants_weekends
        )


def nudge_moment(window: Window, now: datetime, day: date) -> datetime:
    """On `day` at the local time that it is now, inside the window; at least two hours off."""
    local = now.astimezone(ZoneInfo(window.zone)).time()
    # Before the cut-off the clock on the wall of `day` still shows the day before.
    earliest_hour = max(window.start_hour, CUTOFF_HOUR)
    if local.hour < earliest_hour:
        local = time(earliest_hour)
    elif local.hour >= window.end_hour:
        local = time(max(earliest_hour, window.end_hour - 1))
    moment = datetime.combine(day, local, ZoneInfo(window.zone)).astimezone(UTC)
    return window.opening(max(moment, now + SOONEST))


def next_nudge_day(level: str, today: date, nudged_on: date | None) -> date:
    """The day after today; with fewer nudges not before the third day after the last one."""
    tomorrow = today + timedelta(days=1)
    if level != "fewer" or nudged_on is None:
        return tomorrow
    return max(tomorrow, nudged_on + timedelta(days=FEWER_DAYS))
