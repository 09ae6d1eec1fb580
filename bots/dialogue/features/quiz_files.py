"""A quiz for one lesson: a GIFT file that its educator sends, with a report of what was read."""

from __future__ import annotations

import asyncio

from bots.dialogue import forms
from bots.dialogue.features.importing import NOTES_SHOWN, note_line
from bots.dialogue.registry import Answer, action, form
from bots.dialogue.request import Attachment
from bots.dialogue.screen import Choice, FormField, Mode, Screen, Select, Style
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseQuery, LessonPageQuery
from engine.courses.notes import Note
from engine.courses.queries import lesson_page, outline
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text
from engine.people.commands import UseAllowance
from engine.people.service import use_allowance
from engine.quizzes.commands import AttachGift, GiftAttached
from engine.quizzes.importing import read_quiz_bytes
from engine.quizzes.service import attach_gift

MOST_BYTES = 1024 * 1024  # what the reader takes
ENDINGS = (".gift", ".gift.txt", ".txt")
LESSONS_SHOWN = 20


@action("quiz.attach")
async def choose_lesson(visit: Visit, course_id: Id, part: Small) -> Answer:
    """The lessons to pick from, 20 at a time; those with a quiz are marked."""
    found = await visit.read(outline, CourseQuery(visit.person_id, course_id))
    lessons = found.lessons
    first = (max(1, part) - 1) * LESSONS_SHOWN
    options = tuple(
        visit.option(
            f"{'✎ ' if lesson.has_quiz else ''}{lesson.number}. {lesson.title}"[:90],
            ask_file,
            lesson.lesson_id,
        )
        for lesson in lessons[first : first + LESSONS_SHOWN]
    )
    turning = []
    if first:
        turning.append(visit.choice("page-previous", choose_lesson, course_id, part - 1))
    if first + LESSONS_SHOWN < len(lessons):
        turning.append(visit.choice("page-next", choose_lesson, course_id, part + 1))
    turning.append(visit.choice("go-back", "desk.course", course_id))
    return Screen(
        title=found.course.title,
        body=(text(visit.texts("gift-which")),),
        select=Select(visit.texts("lesson-pick"), options),
        rows=(tuple(turning),),
    )


@action("quiz.attach_to", opens_form=True)
async def ask_file(visit: Visit, lesson_id: Id) -> Answer:
    return await forms.open_form(visit, "gift", lesson_id)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [forms.file_field(visit.texts("form-gift-file"), visit.texts("form-gift-hint"))]


@form("gift", fields=_fields)
async def file_given(visit: Visit, values: dict[str, str], lesson_id: Id) -> Answer:
    attachment = visit.files.get("file")
    if attachment is None:
        return visit.said("form-wants-file")
    return await take(visit, attachment, lesson_id)


async def take(visit: Visit, attachment: Attachment, lesson_id: int) -> Screen:
    """Size and name first, then the bytes; what cannot be read leaves the lesson its quiz."""
    texts = visit.texts
    name = attachment.name[:60]
    if attachment.size_bytes > MOST_BYTES:
        return _not_attached(visit, lesson_id, texts("gift-too-large", file=name))
    if not attachment.name.lower().endswith(ENDINGS):
        return _not_attached(visit, lesson_id, texts("gift-not-gift", file=name))
    await visit.run(use_allowance, UseAllowance(visit.person_id, "import"))
    content = await attachment.read()
    page = await visit.read(lesson_page, LessonPageQuery(visit.person_id, lesson_id, 1))
    # A long file would hold up everybody else's messages.
    draft, notes = await asyncio.to_thread(read_quiz_bytes, content, name, page.lesson_title)
    if draft is None:
        return _not_attached(visit, lesson_id, texts("gift-nothing", file=name), notes)
    attached = await visit.run(
        attach_gift, AttachGift(visit.person_id, lesson_id, draft.title, draft.items)
    )
    return _report(visit, page.lesson_title, attached, notes)


def _not_attached(visit: Visit, lesson_id: int, why: str, notes: tuple[Note, ...] = ()) -> Screen:
    """Nothing was kept: why, where, and the way to send another file."""
    return Screen(
        title=visit.texts("gift-kept-nothing"),
        body=(text(why), *_noted(visit, "", list(notes))),
        rows=((visit.choice("gift-again", ask_file, lesson_id, style=Style.PRIMARY),),),
        mode=Mode.NEW,
    )


def _report(visit: Visit, lesson: str, attached: GiftAttached, notes: tuple[Note, ...]) -> Screen:
    """How many items, whether they replace others, and each fault with its file and line."""
    texts = visit.texts
    now = "new" if attached.is_new else "replaced" if attached.is_changed else "same"
    dropped = [note for note in notes if _leaves_out(note)]
    changed = [note for note in notes if not _leaves_out(note)]
    body: list[Block] = [
        Paragraph((Span(texts("gift-items", items=attached.items), is_bold=True),)),
        text(texts(f"gift-is-{now}")),
        *_noted(visit, texts("gift-dropped", notes=len(dropped)), dropped),
        *_noted(visit, texts("gift-changed"), changed),
    ]
    rows: list[tuple[Choice, ...]] = [
        (
            visit.choice("gift-see-lesson", "lesson.page", attached.lesson_id, 1),
            visit.choice("desk-course-open", "desk.course", attached.course_id),
        )
    ]
    if dropped:
        again = visit.choice("gift-again", ask_file, attached.lesson_id, style=Style.PRIMARY)
        rows.insert(0, (again,))
    return Screen(title=lesson, body=tuple(body), rows=tuple(rows), mode=Mode.NEW)


def _leaves_out(note: Note) -> bool:
    """A question with a fault, or one of a kind that is not asked (an essay)."""
    return note.severity == "error" or note.code == "gift.kind_not_asked"


def _noted(visit: Visit, heading: str, notes: list[Note]) -> list[Block]:
    if not notes:
        return []
    lines = tuple((text(note_line(visit, note)),) for note in notes[:NOTES_SHOWN])
    body: list[Block] = [text(heading)] if heading else []
    body.append(ListBlock(lines))
    if len(notes) > NOTES_SHOWN:
        body.append(text(visit.texts("import-more-notes", notes=len(notes) - NOTES_SHOWN)))
    return body
