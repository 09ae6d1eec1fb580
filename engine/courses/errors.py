"""What the courses domain says no to (a course that cannot be read: `import_errors.py`)."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class CourseNotYours(EngineError):
    """Another educator's course bears this short name. data: slug."""

    code = "courses.not_yours"


class CourseNotFree(EngineError):
    """It has a price and was not bought. data: title, price_tokens."""

    code = "courses.not_free"


class CourseNotOpen(EngineError):
    """Drafts and retired courses take nobody new. data: title."""

    code = "courses.not_open"


class NotEnrolled(EngineError):
    """Only learners of the course can do this. data: course_id, title."""

    code = "courses.not_enrolled"


class CourseEmpty(EngineError):
    """A course without lessons cannot be published. data: title."""

    code = "courses.empty"


class NotBought(EngineError):
    """There is no purchase that could go back. data: title."""

    code = "courses.not_bought"


class HeldWithCohort(EngineError):
    """It came along with a cohort, or a cohort was bought on top of it: that goes back first.
    data: title."""

    code = "courses.held_with_cohort"


class AlreadyOpened(EngineError):
    """A purchase is undone before its first lesson is opened. data: title."""

    code = "courses.already_opened"


class RefundTooLate(EngineError):
    """So much was opened that it is no longer refunded. data: opened, lessons, percent."""

    code = "courses.refund_too_late"


class RefundedBefore(EngineError):
    """A course is refunded to a person once. data: title."""

    code = "courses.refunded_before"
