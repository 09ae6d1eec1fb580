"""What may be asked of the quizzes domain, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.courses.commands import CourseImported
from engine.courses.drafts import CourseDraft
from engine.courses.items import Item, ItemKind
from engine.foundation.richtext import Block
from engine.rewards.commands import Rewarded


class AttemptState(StrEnum):
    OPEN = "open"
    FINISHED = "finished"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class ImportWithQuizzes:
    by_person_id: int
    draft: CourseDraft


@dataclass(frozen=True)
class ImportedWithQuizzes:
    """The course's result, and what became of its quizzes."""

    course: CourseImported
    quizzes_added: int
    quizzes_changed: int
    quizzes_same: int
    quizzes_removed: int
    suggestions_waiting: int = 0


@dataclass(frozen=True)
class AttachGift:
    """A quiz, read from a GIFT file, for a lesson; it replaces the lesson's quiz."""

    by_person_id: int
    lesson_id: int
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class GiftAttached:
    """`is_changed` is False when the lesson had this very quiz already."""

    quiz_id: int
    course_id: int
    lesson_id: int
    items: int
    is_new: bool
    is_changed: bool
    version: int


@dataclass(frozen=True)
class SuggestionsQuery:
    person_id: int
    course_id: int


@dataclass(frozen=True)
class Suggestion:
    """An item made out of an exercise, which nobody is asked before it was looked at."""

    suggestion_id: int
    lesson_id: int
    lesson_title: str
    item: Item


@dataclass(frozen=True)
class Suggestions:
    """What waits in a course, in the order it was found, and how many were decided, ever."""

    course_id: int
    waiting: tuple[Suggestion, ...]
    added: int
    dropped: int


@dataclass(frozen=True)
class DecideSuggestion:
    by_person_id: int
    suggestion_id: int
    is_added: bool


@dataclass(frozen=True)
class SuggestionDecided:
    course_id: int
    lesson_id: int
    is_added: bool


@dataclass(frozen=True)
class StartAttempt:
    person_id: int
    lesson_id: int


@dataclass(frozen=True)
class ItemToAsk:
    """`options` in the order to show, shuffled once per attempt; `right` are positions among them.

    `number` counts from 1. A true/false item's options are always "True" and "False".
    """

    item_id: int
    number: int
    total: int
    kind: ItemKind
    stem: tuple[Block, ...]
    options: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str

    @property
    def is_multiple(self) -> bool:
        return self.kind is ItemKind.SEVERAL


@dataclass(frozen=True)
class AttemptStarted:
    """`open_items` are those not yet answered, in order. `is_resumed`: an open attempt goes on;
    `is_renewed`: the quiz was changed meanwhile, so an open attempt was given up for a new one."""

    attempt_id: int
    quiz_id: int
    course_id: int
    lesson_id: int
    title: str
    number: int
    total: int
    answered: int
    pass_mark_percent: int
    is_resumed: bool
    is_renewed: bool
    open_items: tuple[ItemToAsk, ...]

    @property
    def next(self) -> ItemToAsk:
        return self.open_items[0]


@dataclass(frozen=True)
class SubmitResponse:
    """`chosen` are positions among the options as they were shown."""

    person_id: int
    attempt_id: int
    item_id: int
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class QuizFinished:
    """`rewarded` says what it brought, and why not more; `mistakes` counts items not right."""

    attempt_id: int
    quiz_id: int
    course_id: int
    lesson_id: int
    points_earned: int
    points_possible: int
    is_passed: bool
    is_first_pass: bool
    attempt_number: int
    mistakes: int
    rewarded: Rewarded


@dataclass(frozen=True)
class ResponseGraded:
    """`is_repeat`: the item had been answered before, and this is how that was graded.

    `right_options` and `chosen_options` are texts.
    """

    item_id: int
    number: int
    total: int
    is_right: bool
    is_repeat: bool
    chosen_options: tuple[str, ...]
    right_options: tuple[str, ...]
    explanation: str
    next: ItemToAsk | None
    finished: QuizFinished | None


@dataclass(frozen=True)
class ItemAnswer:
    item_id: int
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class SubmitResponses:
    """A whole modal at once: all of `answers` must have something chosen."""

    person_id: int
    attempt_id: int
    answers: tuple[ItemAnswer, ...]


@dataclass(frozen=True)
class ResponsesGraded:
    graded: tuple[ResponseGraded, ...]
    open_items: tuple[ItemToAsk, ...]
    finished: QuizFinished | None


@dataclass(frozen=True)
class AttemptQuery:
    """For `attempt_state` and `mistakes`: only one's own."""

    person_id: int
    attempt_id: int


@dataclass(frozen=True)
class AttemptReport:
    attempt_id: int
    quiz_id: int
    course_id: int
    lesson_id: int
    title: str
    number: int
    state: AttemptState
    total: int
    answered: int
    points_earned: int
    points_possible: int
    pass_mark_percent: int
    is_passed: bool
    open_items: tuple[ItemToAsk, ...]


@dataclass(frozen=True)
class ItemQuery:
    person_id: int
    attempt_id: int
    item_id: int


@dataclass(frozen=True)
class AskedItem:
    """An item of one's own attempt as it was shown. `chosen` is None while unanswered."""

    item: ItemToAsk
    chosen: tuple[int, ...] | None
    is_attempt_open: bool


@dataclass(frozen=True)
class Mistake:
    """ "You chose", "Right is", and the page of the lesson that says why (counted from 1)."""

    item_id: int
    number: int
    kind: ItemKind
    stem: tuple[Block, ...]
    chosen_options: tuple[str, ...]
    right_options: tuple[str, ...]
    explanation: str
    lesson_id: int
    page: int


@dataclass(frozen=True)
class QuizQuery:
    person_id: int
    lesson_id: int


@dataclass(frozen=True)
class QuizCard:
    """`best_points` is the asking person's best finished attempt, None without one."""

    quiz_id: int
    course_id: int
    lesson_id: int
    lesson_title: str
    title: str
    version: int
    items: int
    pass_mark_percent: int
    attempts: int
    best_points: int | None
    is_passed: bool
    open_attempt_id: int | None
