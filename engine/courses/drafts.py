"""What reading a course gives: a draft that nothing has stored yet, and its report."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.courses.items import Item
from engine.courses.lesson_text import Challenge
from engine.courses.notes import Note
from engine.courses.pages import Page


@dataclass(frozen=True)
class QuizDraft:
    """The quiz of a lesson; `content_hash` changes when anything asked or graded changes."""

    title: str
    items: tuple[Item, ...]
    path: str
    content_hash: str


@dataclass(frozen=True)
class LessonDraft:
    """A lesson. `key` names it across imports: the same key is the same lesson, changed or not.

    `suggestions` are items made out of exercises that look like multiple choice: drafts for the
    educator's eye, never asked unseen. `content_hash` covers title, minutes and pages, no quiz.
    """

    key: str
    title: str
    minutes: int  # 0: not stated
    pages: tuple[Page, ...]
    challenges: tuple[Challenge, ...]
    quiz: QuizDraft | None
    content_hash: str
    path: str
    suggestions: tuple[Item, ...] = ()


@dataclass(frozen=True)
class ModuleDraft:
    title: str
    lessons: tuple[LessonDraft, ...]


@dataclass(frozen=True)
class MediaFile:
    """A file that lessons show; `kind` is image, video, audio or file."""

    name: str
    content: bytes = field(repr=False)
    kind: str


@dataclass(frozen=True)
class CourseDraft:
    """A whole course. `media` is by the sha-256 hex of its content; `price_tokens` 0 is free."""

    slug: str
    title: str
    summary: str
    language: str
    licence: str
    attribution: str
    source_url: str
    modules: tuple[ModuleDraft, ...]
    media: dict[str, MediaFile]
    authors: tuple[str, ...] = ()
    price_tokens: int = 0
    tags: tuple[str, ...] = ()

    @property
    def lessons(self) -> tuple[LessonDraft, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)


@dataclass(frozen=True)
class ImportReport:
    """What was found, and a note for all that was changed, dropped or refused."""

    lessons: int
    challenges: int
    quizzes: int
    items: int
    suggestions: int
    notes: tuple[Note, ...]

    def count(self, code: str) -> int:
        """How many notes bear this code, such as "courses.picture_missing"."""
        return sum(1 for note in self.notes if note.code == code)

    @property
    def errors(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.severity == "error")

    @property
    def warnings(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.severity == "warning")


@dataclass(frozen=True)
class CourseRead:
    draft: CourseDraft
    report: ImportReport
