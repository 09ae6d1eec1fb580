"""Bringing a course in: a zip in the chat becomes a course, with a report of every file."""

from __future__ import annotations

from bots.dialogue import forms
from bots.dialogue.features.help import not_understood
from bots.dialogue.features.suggestions import review_rows
from bots.dialogue.registry import Answer, Option, action, command, form
from bots.dialogue.request import Attachment
from bots.dialogue.screen import Choice, FormField, Mode, Screen, Style
from bots.dialogue.visit import Visit
from engine.courses.drafts import ImportReport
from engine.courses.import_errors import CourseUnreadable
from engine.courses.notes import Note
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text
from engine.people.commands import Role, UseAllowance
from engine.people.service import use_allowance
from engine.quizzes.commands import ImportedWithQuizzes, ImportWithQuizzes
from engine.quizzes.import_worker import read_uploaded_course
from engine.quizzes.service import import_course_with_quizzes

MOST_BYTES = 20 * 1024 * 1024  # what a Telegram bot may download
NOTES_SHOWN = 12


@command("course import", options=[Option("file", kind="file")], audience="educator")
async def course_import(visit: Visit, given: dict[str, str]) -> Answer:
    attachment = visit.files.get("file")
    if attachment is None:
        return await ask_file(visit)
    return await take(visit, attachment)


@action("course.import", opens_form=True)
async def ask_file(visit: Visit) -> Answer:
    return await forms.open_form(visit, "import")


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [forms.file_field(visit.texts("form-import-file"), visit.texts("form-import-hint"))]


@form("import", fields=_fields)
async def file_given(visit: Visit, values: dict[str, str]) -> Answer:
    attachment = visit.files.get("file")
    if attachment is None:
        return visit.said("form-wants-file")
    return await take(visit, attachment)


async def file_sent(visit: Visit, attachment: Attachment) -> Answer:
    """A file that no question asked for: from an educator it is a course, or a quiz that has to be
    told its lesson."""
    if visit.is_(Role.EDUCATOR) and attachment.name.lower().endswith(".gift"):
        return Screen(
            body=(text(visit.texts("gift-where", file=attachment.name[:60])),),
            rows=((visit.choice("desk-title", "desk.show", style=Style.PRIMARY),),),
            mode=Mode.NEW,
        )
    if visit.is_(Role.EDUCATOR) or attachment.name.lower().endswith(".zip"):
        return await take(visit, attachment)
    return await not_understood(visit)


async def take(visit: Visit, attachment: Attachment) -> Answer:
    """Size first, then the bytes, then a parser in a process of its own."""
    if not visit.is_(Role.EDUCATOR):
        return visit.said("import-educators-only")
    if attachment.size_bytes > MOST_BYTES:
        return visit.said(
            "import-too-large",
            size=attachment.size_bytes // (1024 * 1024),
            most=MOST_BYTES // (1024 * 1024),
        )
    if not attachment.name.lower().endswith(".zip"):
        return visit.said("import-not-zip", file=attachment.name[:60])
    await visit.run(use_allowance, UseAllowance(visit.person_id, "import"))
    content = await attachment.read()
    if len(content) > MOST_BYTES:
        return visit.said("import-too-large", size=len(content) // 1048576, most=20)
    try:
        read = await read_uploaded_course(content, attachment.name)
    except CourseUnreadable as refusal:
        return _unreadable(visit, refusal)
    imported = await visit.run(
        import_course_with_quizzes, ImportWithQuizzes(visit.person_id, read.draft)
    )
    return report_screen(visit, imported, read.report)


def _unreadable(visit: Visit, refusal: CourseUnreadable) -> Screen:
    """Nothing was imported: why, and everything else that was noticed on the way."""
    lines = [(text(note_line(visit, note)),) for note in refusal.notes[:NOTES_SHOWN]]
    why = text(visit.texts("error-courses-unreadable", **refusal.data))
    return Screen(body=(why, *([ListBlock(tuple(lines))] if lines else [])), mode=Mode.NEW)


def report_screen(visit: Visit, imported: ImportedWithQuizzes, report: ImportReport) -> Screen:
    texts = visit.texts
    course = imported.course
    body: list[Block] = [
        Paragraph(
            (
                Span(
                    texts(
                        "import-counts", lessons=report.lessons, challenges=report.challenges,
                        quizzes=report.quizzes,
                    ),
                    is_bold=True,
                ),
            )
        )
    ]  # fmt: skip
    if not course.is_new:
        body.append(
            text(
                texts(
                    "import-again", added=course.added, changed=course.changed, same=course.same,
                    removed=course.removed, learners=course.learners_kept,
                )
            )
        )  # fmt: skip
    missing = report.count("courses.picture_missing")
    if missing:
        body.append(text(texts("import-pictures-missing", pictures=missing)))
    if report.suggestions:
        body.append(text(texts("import-suggestions", exercises=report.suggestions)))
    notes = [note for note in report.notes if note.code != "courses.picture_missing"]
    shown = _telling(notes)[:NOTES_SHOWN]
    if shown:
        body.append(ListBlock(tuple((text(note_line(visit, note)),) for note in shown)))
        if len(notes) > len(shown):
            body.append(text(texts("import-more-notes", notes=len(notes) - len(shown))))
    rows: list[tuple[Choice, ...]] = [
        (
            visit.choice("course-look-inside", "course.inside", course.course_id),
            visit.choice("desk-course-open", "desk.course", course.course_id),
        )
    ]
    rows += review_rows(visit, course.course_id, imported.suggestions_waiting)
    if course.state.value == "draft":
        rows.insert(
            0,
            (visit.choice("desk-publish", "desk.publish", course.course_id, style=Style.SUCCESS),),
        )
    return Screen(title=course.title, body=tuple(body), rows=tuple(rows), mode=Mode.NEW)


def _telling(notes: list[Note]) -> list[Note]:
    """What has to be mended first; of what is only worth knowing, one of each kind."""
    kinds: dict[str, Note] = {}
    for note in notes:
        if note.severity == "info":
            kinds.setdefault(note.code, note)
    weighty = [note for note in notes if note.severity != "info"]
    weighty.sort(key=lambda note: note.severity != "error")
    return [*weighty, *kinds.values()]


def note_line(visit: Visit, note: Note) -> str:
    """ "lessons/03.md:12: what it is", in the reader's language."""
    where = note.file + (f":{note.line}" if note.line else "")
    id = "note-" + note.code.replace(".", "-")
    what = visit.texts(id, **note.data)
    return f"{where}: {what}"
