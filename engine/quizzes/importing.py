"""Reading a course together with its quizzes, from a folder or from a zip sent in a chat."""

from __future__ import annotations

from pathlib import Path

from engine.courses.archive import ZipFiles
from engine.courses.assembly import digest
from engine.courses.drafts import CourseRead, QuizDraft
from engine.courses.items import Item
from engine.courses.items_json import dump_items
from engine.courses.notes import Note
from engine.courses.read_course import read_course
from engine.courses.source import TEXT_LIMIT_BYTES, CourseFiles, FolderFiles, decode
from engine.quizzes.check import limit_notes
from engine.quizzes.gift import parse_gift


def read_course_folder(folder: Path, quizzes: Path | None = None) -> CourseRead:
    """A course in our format or a Carpentries lesson; `quizzes` holds GIFT files named as lessons.

    Raises CourseUnreadable when nothing can be imported; every lesser problem is in the report.
    """
    return _read(FolderFiles(folder), quizzes)


def read_course_zip(content: bytes, name: str, quizzes: Path | None = None) -> CourseRead:
    """The same for a zip archive of this name. Raises CourseUnreadable for an unsafe one too."""
    return _read(ZipFiles(content, name), quizzes)


def read_quiz_bytes(
    content: bytes, name: str, title: str
) -> tuple[QuizDraft | None, tuple[Note, ...]]:
    """A single GIFT file for a lesson of this title; no draft when nothing in it can be asked."""
    if len(content) > TEXT_LIMIT_BYTES:
        data: dict[str, str | int] = {"size_bytes": len(content), "limit_bytes": TEXT_LIMIT_BYTES}
        return None, (Note("error", "courses.file_too_long", name, data=data),)
    text = decode(content, name)
    if isinstance(text, Note):
        return None, (text,)
    items, notes = read_items(text, name)
    if not items:
        return None, (*notes, Note("error", "courses.quiz_empty", name))
    return QuizDraft(title, items, name, digest(dump_items(items))), notes


def read_items(text: str, name: str) -> tuple[tuple[Item, ...], tuple[Note, ...]]:
    """The items of a GIFT text, with notes on faults and on what no platform can hold."""
    gift = parse_gift(text, name)
    return gift.items, (*gift.problems, *limit_notes(gift.items, name))


def _read(files: CourseFiles, quizzes: Path | None) -> CourseRead:
    apart = FolderFiles(quizzes) if quizzes is not None else None
    return read_course(files, read_quiz=read_items, quizzes=apart)
