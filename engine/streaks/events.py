"""What streaks tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.foundation.registry import event


@event("streaks.milestone_reached")
@dataclass(frozen=True)
class MilestoneReached:
    """For the topic "person:{id}"; only of people whose group may see it. `days`: 7, 30 or 100."""

    person_id: int
    days: int
    reached_on: date


@event("streaks.nudge_due")
@dataclass(frozen=True)
class NudgeDue:
    """To the person alone, silently: today would be day `day_number` of their streak."""

    person_id: int
    day_number: int
