"""A course out of posts, such as a channel's: each is a lesson and reads as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.courses import statements as sql
from engine.courses.assembly import digest
from engine.courses.content_json import dump_pages
from engine.courses.drafts import CourseDraft, CourseRead, ImportReport, LessonDraft, ModuleDraft
from engine.courses.markdown import read_lesson
from engine.courses.notes import Note
from engine.courses.pages import split_lesson
from engine.courses.reading import Reading
from engine.courses.words import clean_line, slug
from engine.foundation.tx import ReadTx

TITLE_CHARACTERS = 60
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")  # every mark that Markdown could take for its own


def course_of_posts(
    title: str, posts: Sequence[str], *, course_slug: str, language: str
) -> CourseRead:
    """One module with a lesson for each post that has words, in their order."""
    notes: list[Note] = []
    lessons = [
        lesson
        for number, post in enumerate(posts, start=1)
        if (lesson := _lesson(post, number, language, notes)) is not None
    ]
    draft = CourseDraft(
        slug=course_slug,
        title=title,
        summary="",
        language=language,
        licence="",
        attribution="",
        source_url="",
        modules=(ModuleDraft(title, tuple(lessons)),),
        media={},
    )
    report = ImportReport(
        lessons=len(lessons), challenges=0, quizzes=0, items=0, suggestions=0, notes=tuple(notes)
    )
    return CourseRead(draft, report)


def free_slug(tx: ReadTx, title: str) -> str:
    """A slug after the title that no course has yet: "loops", "loops-2", and so on."""
    # Digits alone would be taken for a course's number.
    wanted = slug(title)
    wanted = f"course-{wanted}" if wanted.isdigit() else wanted
    found, number = wanted, 1
    while tx.one(sql.FIND_BY_SLUG, of_slug=found) is not None:
        number += 1
        found = f"{wanted}-{number}"
    return found


def post_title(post: str) -> str:
    """The first line that has words, cut to TITLE_CHARACTERS; "" for a post without any."""
    lines = (clean_line(line, limit=TITLE_CHARACTERS) for line in post.split("\n"))
    return next((line for line in lines if line), "")


def as_markdown(post: str) -> str:
    """Markdown that shows this plain text: every mark as itself, every line where it was;
    only a "---" that stands alone is a dash, as in every lesson."""
    paragraphs = re.split(r"\n\s*\n", post.strip("\n"))
    return "\n\n".join(
        "\\\n".join(_line(line) for line in paragraph.split("\n")) for paragraph in paragraphs
    )


def _line(line: str) -> str:
    bare = line.strip()
    # An indent would make code of it; spaces that do not break keep it and mean nothing.
    indent = "\u00a0" * len(line[: len(line) - len(line.lstrip())].expandtabs(4))
    return indent + _MARKS.sub(r"\\\1", bare)


def _lesson(post: str, number: int, language: str, notes: list[Note]) -> LessonDraft | None:
    title = post_title(post)
    if not title:
        return None
    path = f"post-{number:02}"
    reading = Reading(path, language)
    parts = read_lesson(as_markdown(_without_title(post, title)), reading)
    notes.extend(reading.notes)
    pages = split_lesson(parts, title)
    return LessonDraft(
        key=path,
        title=title,
        minutes=0,
        pages=pages,
        challenges=(),
        quiz=None,
        content_hash=digest(title, "0", dump_pages(pages)),
        path=path,
    )


def _without_title(post: str, title: str) -> str:
    """A first line that stands above the lesson as its title need not stand there twice."""
    first, _, rest = post.strip().partition("\n")
    return rest if first.strip() == title and rest.strip() else post
