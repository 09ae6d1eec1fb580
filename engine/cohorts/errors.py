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


class CohortNotFree(EngineError):
    """It has a price and was not bought. data: title, price_tokens."""

    code = "cohorts.not_free"


class CohortNotBought(EngineError):
    """There is no purchase that could go back. data: title."""

    code = "cohorts.not_bought"


class CohortRefundedBefore(EngineError):
    """A cohort is refunded to a person once, and a course that went back with one counts too.
    data: title."""

    code = "cohorts.refunded_before"


class CourseNotPublished(EngineError):
    """Nobody could start it yet. data: title."""

    code = "cohorts.course_not_published"
