"""A person's own day and their window for reminders, worked out from a moment and a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

CUTOFF_HOUR = 3
_SATURDAY = 5


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Zones that a person can live in: "Europe/Paris", "UTC"; not "posix/…" and the like."""
    return frozenset(
        name
        for name in available_timezones()
        if name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/")))
    )


def is_zone(name: str) -> bool:
    return name in zone_names()


def local_date(now: datetime, zone: str | None, cutoff_hour: int = CUTOFF_HOUR) -> date:
    """The day that `now` counts for: before `cutoff_hour` local it is still yesterday."""
    # Taken off the clock on the wall, not off the moment: a night may have one hour more or less.
    wall = now.astimezone(_zone(zone)).replace(tzinfo=None)
    return (wall - timedelta(hours=cutoff_hour)).date()


def inside_window(
    now: datetime, zone: str | None, start_hour: int, end_hour: int, wants_weekends: bool
) -> bool:
    """May something be sent now? From `start_hour` until before `end_hour` (24: midnight)."""
    local = now.astimezone(_zone(zone))
    if local.weekday() >= _SATURDAY and not wants_weekends:
        return False
    return start_hour <= local.hour < end_hour


def next_window_opening(
    now: datetime, zone: str | None, start_hour: int, end_hour: int, wants_weekends: bool
) -> datetime:
    """`now` inside the window, else the next moment (UTC) at which it opens."""
    if inside_window(now, zone, start_hour, end_hour, wants_weekends):
        return now
    place = _zone(zone)
    today = now.astimezone(place).date()
    for ahead in range(9):
        day = today + timedelta(days=ahead)
        opening = datetime.combine(day, time(start_hour), place).astimezone(UTC)
        # An hour that the clocks skip that day reads an hour later: still the opening.
        if opening > now and inside_window(opening, zone, start_hour, end_hour, wants_weekends):
            return opening
    raise ValueError(f"a window from {start_hour} to {end_hour} never opens")


def _zone(name: str | None) -> ZoneInfo:
    return ZoneInfo(name or "UTC")
