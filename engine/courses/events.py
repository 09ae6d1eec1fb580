"""What happened to courses and their learners."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.registry import event


@event("courses.course_published")
@dataclass(frozen=True)
class WasPublished:
    course_id: int
    owner_id: int


@event("courses.learner_enrolled")
@dataclass(frozen=True)
class LearnerEnrolled:
    course_id: int
    person_id: int


@event("courses.course_completed")
@dataclass(frozen=True)
class CourseCompleted:
    """Every lesson was marked done, for the first time. Topic: the person in this course, with
    their consent."""

    course_id: int
    person_id: int
