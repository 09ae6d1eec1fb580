"""What may be asked of the courses domain, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from engine.courses.drafts import CourseDraft
from engine.courses.lesson_text import Challenge
from engine.foundation.richtext import Block
from engine.rewards.commands import ActivityRewarded


class CourseState(StrEnum):
    DRAFT = "draft"  # seen by its owner and administrators
    PUBLISHED = "published"
    RETIRED = "retired"  # seen by those who are or were enrolled; takes nobody


class EnrollmentState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class LessonChange(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


class NextKind(StrEnum):
    PAGE = "page"
    QUIZ = "quiz"
    LESSON = "lesson"
    END = "end"


@dataclass(frozen=True)
class ImportCourse:
    by_person_id: int
    draft: CourseDraft


@dataclass(frozen=True)
class ImportedLesson:
    """`lesson_id` is stable across imports as long as the key is the same."""

    lesson_id: int
    key: str
    title: str
    change: LessonChange


@dataclass(frozen=True)
class CourseImported:
    """`learners_kept`: learners with progress that this import kept (0 for a new course).

    `removed` lessons are retired: their progress stays, they are not shown.
    """

    course_id: int
    slug: str
    title: str
    is_new: bool
    state: CourseState
    version: int
    added: int
    changed: int
    same: int
    removed: int
    learners_kept: int
    lessons: tuple[ImportedLesson, ...]


@dataclass(frozen=True)
class PublishCourse:
    """For `publish_course`, `unpublish_course` and `retire_course`."""

    by_person_id: int
    course_id: int


@dataclass(frozen=True)
class CoursePublished:
    course_id: int
    slug: str
    state: CourseState
    is_changed: bool


@dataclass(frozen=True)
class Enroll:
    """For `enroll` and `withdraw`."""

    person_id: int
    course_id: int


@dataclass(frozen=True)
class Enrolled:
    """Where to read on: the first lesson for whom is new, else where they were; 0: no lessons."""

    course_id: int
    is_new: bool
    lesson_id: int
    page: int


@dataclass(frozen=True)
class OpenPage:
    """`page` counts from 1; a number behind the end (the lesson was shortened) opens the last."""

    person_id: int
    lesson_id: int
    page: int = 1


@dataclass(frozen=True)
class PageOpened:
    """`is_recorded` is False for who only looks inside."""

    course_id: int
    lesson_id: int
    page: int
    is_recorded: bool


@dataclass(frozen=True)
class MarkLessonDone:
    person_id: int
    lesson_id: int


@dataclass(frozen=True)
class LessonDone:
    """`rewarded` is None when the lesson was done before, or is one's own."""

    course_id: int
    lesson_id: int
    is_first_time: bool
    lessons_done: int
    lessons_total: int
    is_course_completed: bool
    next_lesson_id: int | None
    rewarded: ActivityRewarded | None


@dataclass(frozen=True)
class CheckChallenge:
    person_id: int
    lesson_id: int
    number: int
    had_it: bool


@dataclass(frozen=True)
class ChallengeChecked:
    """How many of the course's challenges this learner had, and how many there are.

    `rewarded` is None when the challenge was checked before, or is one's own.
    """

    course_id: int
    had_it: bool
    challenges_had: int
    challenges_total: int
    rewarded: ActivityRewarded | None


@dataclass(frozen=True)
class SetLessonQuiz:
    """From the quizzes domain: whether a lesson ends with a quiz."""

    lesson_id: int
    has_quiz: bool


@dataclass(frozen=True)
class CatalogueQuery:
    """The person's language and interests come first. `page` counts from 1."""

    person_id: int
    page: int = 1
    page_size: int = 5


@dataclass(frozen=True)
class CourseQuery:
    """`course` is the id or the slug."""

    person_id: int
    course: int | str


@dataclass(frozen=True)
class CourseCard:
    """`enrollment` is the asking person's, None without one; `minutes` 0: not stated."""

    course_id: int
    slug: str
    title: str
    summary: str
    language: str
    licence: str
    attribution: str
    source_url: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    price_tokens: int
    state: CourseState
    version: int
    owner_id: int
    is_mine: bool
    lessons: int
    challenges: int
    quizzes: int
    learners: int
    minutes: int
    enrollment: EnrollmentState | None
    lessons_done: int


@dataclass(frozen=True)
class CourseSummary:
    course_id: int
    slug: str
    title: str
    language: str
    owner_id: int


@dataclass(frozen=True)
class CataloguePage:
    courses: tuple[CourseCard, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class OutlineLesson:
    """`is_here`: the lesson where this learner is."""

    lesson_id: int
    number: int
    title: str
    minutes: int
    pages: int
    has_quiz: bool
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class OutlineModule:
    title: str
    lessons: tuple[OutlineLesson, ...]


@dataclass(frozen=True)
class Outline:
    course: CourseCard
    modules: tuple[OutlineModule, ...]

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)


@dataclass(frozen=True)
class LessonPageQuery:
    person_id: int
    lesson_id: int
    page: int = 1


@dataclass(frozen=True)
class NextStep:
    """`lesson_id` and `page` of what follows; for a quiz the lesson whose quiz it is."""

    kind: NextKind
    lesson_id: int = 0
    page: int = 0


@dataclass(frozen=True)
class LessonPage:
    """Page `page` of `pages`. On a challenge's page `blocks` are its text, and `challenge` has the
    folded rest (solution, hints); `had_it` is None until the learner said.

    The lessons before and after serve the buttons, whatever `next` proposes.
    """

    course_id: int
    course_title: str
    course_language: str
    lesson_id: int
    lesson_title: str
    lesson_number: int
    lessons_total: int
    minutes: int
    page: int
    pages: int
    page_title: str
    blocks: tuple[Block, ...]
    challenge: Challenge | None
    had_it: bool | None
    next: NextStep
    previous_lesson_id: int | None
    next_lesson_id: int | None
    has_quiz: bool
    is_done: bool
    is_enrolled: bool


@dataclass(frozen=True)
class MyCoursesQuery:
    """For autocomplete: the person's own courses first, then the published ones."""

    person_id: int
    prefix: str = ""
    limit: int = 25


@dataclass(frozen=True)
class CourseChoice:
    course_id: int
    slug: str
    title: str
    is_enrolled: bool
    lessons_done: int
    lessons_total: int
    lesson_id: int  # where to read on; 0: not enrolled or no lessons
    page: int


@dataclass(frozen=True)
class TaughtCourse:
    course: CourseCard
    learners_active: int
    learners_completed: int
    learners_withdrawn: int
    updated_at: datetime


@dataclass(frozen=True)
class MediaStored:
    """`kind` is image, video, audio or file."""

    content_hash: str
    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class SetPrice:
    """By the course's educator or an administrator. 0 is free."""

    by_person_id: int
    course_id: int
    tokens: int


@dataclass(frozen=True)
class PriceGuidance:
    """What similar published courses cost: those in the same language with a tag in common, or, as
    long as there are none, those in the same language. All 0 without any."""

    courses: int
    median: int
    lowest: int
    highest: int
    by_tags: bool


@dataclass(frozen=True)
class BuyCourse:
    """`price_seen`: what the person was shown, and `code_seen` the use of a discount code that was
    in it (0: none); another price by now is refused."""

    person_id: int
    course_id: int
    price_seen: int
    code_seen: int = 0


@dataclass(frozen=True)
class Bought:
    """`is_new` is False for who has it already. `sale_id` 0: their place was free."""

    course_id: int
    sale_id: int
    is_new: bool


@dataclass(frozen=True)
class PurchaseOffer:
    """What buying would take: of the earned tokens `earned` can be used, `purchased` are needed of
    those that were bought; `held` of these are there, `missing` are not. `waiting`: earned tokens
    that can be used a day after they came. With a discount code (`code`: its use) an educator's
    takes `lowered` off the price, a fund's brings `granted` of the earned ones along. `given`: of
    these, what was given for this course alone. `limited`: why fewer earned tokens are taken than
    the price allows (new_educator | one_buyer | share), or ""."""

    course_id: int
    title: str
    price: int
    earned: int
    purchased: int
    held: int
    missing: int
    waiting: int
    code: int = 0
    lowered: int = 0
    granted: int = 0
    given: int = 0
    limited: str = ""


@dataclass(frozen=True)
class Purchase:
    """One's own: `can_undo` until a lesson is opened; afterwards `opened` of `lessons` count, and
    `can_refund` says whether it can still be given back. `paid` has not come back."""

    sale_id: int
    paid: int
    can_undo: bool
    can_refund: bool
    opened: int
    lessons: int


@dataclass(frozen=True)
class GiveBackCourse:
    person_id: int
    course_id: int


@dataclass(frozen=True)
class GivenBack:
    """Tokens of each kind that are in the wallet again."""

    earned: int
    purchased: int
