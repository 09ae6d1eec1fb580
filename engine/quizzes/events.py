"""What happened in quizzes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.registry import event


@event("quizzes.quiz_passed")
@dataclass(frozen=True)
class QuizPassed:
    """A person passed a quiz for the first time. Topic: the person in this course, with their
    consent; no points are in it, as groups never see them."""

    person_id: int
    course_id: int
    quiz_id: int
    lesson_id: int
