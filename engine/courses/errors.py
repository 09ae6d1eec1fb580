"""What the courses domain says no to (a course that cannot be read: `import_errors.py`)."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class CourseNotYours(EngineError):
    """Another educator's course bears this short name. data: slug."""

    code = "courses.not_yours"


class CourseNotFree(EngineError):
    """It has a price, and buying courses does not exist yet. data: title, price_tokens."""

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
