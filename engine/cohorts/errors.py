"""What the cohorts domain says no to."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class PlaceNotManaged(EngineError):
    """The person may not manage this group or guild. data: title."""

    code = "cohorts.place_not_managed"


class PlaceTaken(EngineError):
    """Another cohort has this place. data: title (the other cohort's)."""

    code = "cohorts.place_taken"


class CohortClosed(EngineError):
    """It takes nobody new. data: title."""

    code = "cohorts.closed"


class CourseNotPublished(EngineError):
    """Nobody could start it yet. data: title."""

    code = "cohorts.course_not_published"
