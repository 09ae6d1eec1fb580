"""What the quizzes domain says no to."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class ResponsesMissing(EngineError):
    """Items of the modal without an answer; nothing was graded. data: numbers ("2, 4"), count."""

    code = "quizzes.responses_missing"


class ChoiceInvalid(EngineError):
    """No such option, or more than one for a single choice. data: number (the item's)."""

    code = "quizzes.choice_invalid"


class QuizEmpty(EngineError):
    """A quiz needs at least one item that can be asked. data: title."""

    code = "quizzes.empty"
