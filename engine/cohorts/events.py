"""What happened to cohorts and their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.foundation.registry import event


@event("cohorts.weekly_standings")
@dataclass(frozen=True)
class WeeklyStandings:
    """To the place: the week that began on `week_start` is over and somebody has points."""

    cohort_id: int
    place_id: int
    week_start: date


@event("cohorts.place_lost")
@dataclass(frozen=True)
class PlaceLost:
    """To who linked the place and the administrators; how many messages wait is read when told."""

    place_id: int
    cohort_id: int
    missing: tuple[str, ...]


@event("cohorts.place_mended")
@dataclass(frozen=True)
class PlaceWasMended:
    """To who was told that it was lost."""

    place_id: int
    cohort_id: int
    released: int


@event("cohorts.course_announced")
@dataclass(frozen=True)
class CourseWasAnnounced:
    """To places of the course's cohorts: its educator says that it is there."""

    course_id: int
