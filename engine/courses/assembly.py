"""What both kinds of course folders share: a lesson's file and its quiz to a draft, with notes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine.courses.content_json import dump_pages
from engine.courses.drafts import (
    CourseDraft,
    CourseRead,
    ImportReport,
    LessonDraft,
    QuizDraft,
)
from engine.courses.items import Item
from engine.courses.items_json import dump_items
from engine.courses.lesson_text import Challenge, LessonPart
from engine.courses.markdown import read_lesson
from engine.courses.media import MediaShelf
from engine.courses.notes import Note
from engine.courses.pages import split_lesson
from engine.courses.reading import Reading
from engine.courses.settings import Settings, split_front_matter
from engine.courses.source import LESSON_LIMIT_BYTES, TEXT_LIMIT_BYTES, CourseFiles, read_text
from engine.courses.suggestions import suggested_item
from engine.courses.words import clean_line, readable_name
from engine.foundation.richtext import Heading, plain_spans

TITLE_LIMIT = 120
MINUTES_LIMIT = 24 * 60

# A quiz's text and file name to its items, with notes on what is broken or left out.
QuizReader = Callable[[str, str], tuple[tuple[Item, ...], tuple[Note, ...]]]


@dataclass
class CourseReading:
    """The state of reading one course; `quizzes` is a second folder, of GIFT named as lessons."""

    files: CourseFiles
    read_quiz: QuizReader
    quizzes: CourseFiles | None = None
    language: str = "en"
    notes: list[Note] = field(default_factory=list)
    references: str = ""
    shelf: MediaShelf = field(init=False)
    _used_quizzes: set[tuple[bool, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.shelf = MediaShelf(self.files)
        self.notes.extend(self.files.notes)

    def text(self, name: str) -> str | None:
        """A file's text; None with a note when it cannot be read."""
        return self._text(self.files, name, TEXT_LIMIT_BYTES, "courses.file_too_long")

    def lesson(self, path: str, key: str, *, minutes_from: Sequence[str]) -> LessonDraft | None:
        """The lesson of a Markdown file, its quiz beside it; None with a note when it is refused.
        Its minutes are the sum of the settings named."""
        text = self._text(self.files, path, LESSON_LIMIT_BYTES, "courses.lesson_too_long")
        if text is None:
            return None
        front = split_front_matter(text, path)
        if isinstance(front, Note):
            self.notes.append(front)
            return None
        settings = Settings(front.settings, path, self.notes)
        minutes = sum(settings.number(name, limit=MINUTES_LIMIT) for name in minutes_from)
        reading = Reading(path, self.language, self.shelf)
        parts = read_lesson(
            front.body, reading, first_line=front.first_line, references=self.references
        )
        self.notes.extend(reading.notes)
        if not parts:
            self.notes.append(Note("warning", "courses.lesson_empty", path))
            self._used_quizzes.update((False, name) for name in self._beside(path))
            return None
        title, parts = self._title(settings, parts, path)
        pages = split_lesson(parts, title)
        challenges = tuple(part for part in parts if isinstance(part, Challenge))
        key = settings.text("key", key)
        content_hash = digest(title, str(minutes), dump_pages(pages))
        return LessonDraft(
            key,
            title,
            minutes,
            pages,
            challenges,
            self._quiz_of(path, title),
            content_hash,
            path,
            self._suggestions(challenges, path),
        )

    def finish(self, draft: CourseDraft) -> CourseRead:
        """The draft with its report; quizzes that belong to no lesson are named."""
        for is_apart, files in ((False, self.files), (True, self.quizzes)):
            for name in files.names if files else ():
                if name.endswith(".gift") and (is_apart, name) not in self._used_quizzes:
                    stem = name.rsplit("/", 1)[-1].removesuffix(".gift")
                    note = Note("warning", "courses.quiz_without_lesson", name, data={"name": stem})
                    self.notes.append(note)
        lessons = draft.lessons
        taken = [lesson.quiz for lesson in lessons if lesson.quiz]
        report = ImportReport(
            lessons=len(lessons),
            challenges=sum(len(lesson.challenges) for lesson in lessons),
            quizzes=len(taken),
            items=sum(len(quiz.items) for quiz in taken),
            suggestions=sum(len(lesson.suggestions) for lesson in lessons),
            notes=tuple(self.notes),
        )
        return CourseRead(draft, report)

    def _text(self, files: CourseFiles, name: str, limit: int, code: str) -> str | None:
        text = read_text(files, name, limit=limit, code=code)
        if isinstance(text, Note):
            self.notes.append(text)
            return None
        return text

    def _title(
        self, settings: Settings, parts: Sequence[LessonPart], path: str
    ) -> tuple[str, tuple[LessonPart, ...]]:
        """The title from the front matter, else the first heading, else the file's name."""
        title = clean_line(settings.text("title"), limit=TITLE_LIMIT)
        first = parts[0]
        if isinstance(first, Heading) and first.level == 1:
            heading = clean_line(plain_spans(first.spans), limit=TITLE_LIMIT)
            # A heading that only repeats the title would stand there twice.
            if heading and (not title or heading == title) and len(parts) > 1:
                return heading, tuple(parts[1:])
        if title:
            return title, tuple(parts)
        title = readable_name(path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        self.notes.append(Note("info", "courses.title_missing", path, data={"title": title}))
        return title, tuple(parts)

    def _beside(self, path: str) -> list[str]:
        stem = path.rsplit(".", 1)[0]
        return [f"{stem}.gift"] if f"{stem}.gift" in self.files.names else []

    def _quiz_of(self, path: str, title: str) -> QuizDraft | None:
        places: list[tuple[bool, CourseFiles, str]] = []
        if self.quizzes is not None:
            stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
            for name in self.quizzes.names:
                bare = name.rsplit("/", 1)[-1].lower()
                if bare == f"{stem}.gift":
                    places.append((True, self.quizzes, name))
        places.extend((False, self.files, name) for name in self._beside(path))
        for place in places:
            self._used_quizzes.add((place[0], place[2]))
        for _, _, name in places[1:]:
            data: dict[str, str | int] = {"other": places[0][2]}
            self.notes.append(Note("warning", "courses.quiz_repeated", name, data=data))
        return self._quiz(places[0][1], places[0][2], title) if places else None

    def _quiz(self, files: CourseFiles, name: str, title: str) -> QuizDraft | None:
        text = self._text(files, name, TEXT_LIMIT_BYTES, "courses.file_too_long")
        if text is None:
            return None
        items, notes = self.read_quiz(text, name)
        self.notes.extend(notes)
        if not items:
            self.notes.append(Note("error", "courses.quiz_empty", name))
            return None
        return QuizDraft(title, items, name, digest(dump_items(items)))

    def _suggestions(self, challenges: Sequence[Challenge], path: str) -> tuple[Item, ...]:
        found: list[Item] = []
        for challenge in challenges:
            item = suggested_item(challenge)
            if item is not None:
                found.append(item)
                data: dict[str, str | int] = {"title": challenge.title}
                self.notes.append(Note("info", "courses.looks_like_choice", path, data=data))
        return tuple(found)


def digest(*parts: str) -> str:
    """The sha-256 hex of texts, each kept apart from the next."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
