"""The gradebook: how an educator's learners are doing, who is stuck, and both to take away."""

from __future__ import annotations

import asyncio

from bots.dialogue.gradebook_picture import MOST, counted, gradebook_picture
from bots.dialogue.gradebook_table import as_csv
from bots.dialogue.registry import Answer, Option, action, command
from bots.dialogue.screen import Attached, Choice, Mode, Screen
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseCard
from engine.courses.queries import teachable
from engine.foundation.errors import Forbidden
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, bold, text
from engine.people.commands import Role
from engine.quizzes.gradebook import Gradebook, GradebookQuery, LearnerGrades, gradebook

PAGE_SIZE = 10
MOST_STUCK = 10
MOST_COURSES = 8


async def _own_courses(visit: Visit, wanted: str) -> list[CourseCard]:
    wanted = wanted.strip().casefold()
    taught = await visit.read(teachable, visit.person_id)
    return [card for card in taught if wanted in card.title.casefold() or wanted in card.slug]


async def _complete(visit: Visit, partial: str) -> list[tuple[str, str]]:
    found = await _own_courses(visit, partial)
    return [(_cut(card.title, 100), card.slug[:100]) for card in found[:25]]


@command("gradebook", options=[Option("course", autocomplete=_complete)], audience="educator")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    """The course that is named, the only one there is, or a picker."""
    taught = await _own_courses(visit, "")
    if not (taught or visit.is_(Role.EDUCATOR) or visit.is_(Role.ADMIN)):
        raise Forbidden(role="educator")
    if not taught:
        return visit.said("desk-empty")
    wanted = (given.get("course") or given.get("text") or "").strip()
    found = await _own_courses(visit, wanted)
    exact = [card for card in found if wanted.casefold() in (card.slug, card.title.casefold())]
    chosen = exact or found or taught
    if len(chosen) == 1 and found:
        return await show(visit, chosen[0].course_id)
    return Screen(
        title=visit.texts("gradebook-which"),
        body=() if found else (text(visit.texts("gradebook-unknown", course=_cut(wanted, 60))),),
        rows=tuple(
            (Choice(_cut(card.title, 60), visit.token(show, card.course_id)),)
            for card in chosen[:MOST_COURSES]
        ),
    )


@action("grades.show")
async def show(visit: Visit, course_id: Id) -> Answer:
    """The list, and below it the picture and the file."""
    book = await visit.read(gradebook, GradebookQuery(visit.person_id, course_id))
    listed = _listed(visit, book, 1)
    if not book.learners:
        return listed
    texts = visit.texts
    picture = await asyncio.to_thread(gradebook_picture, book, texts)
    table = await asyncio.to_thread(as_csv, book, texts)
    alt = texts("gradebook-picture", course=book.title, shown=min(MOST, len(book.learners)))
    files = Screen(
        body=(text(texts("gradebook-files")),),
        attached=(
            Attached("gradebook.png", picture, alt=alt, is_picture=True),
            Attached(f"gradebook-{book.slug}.csv", table, alt=texts("gradebook-files")),
        ),
        mode=Mode.NEW,
    )
    return [listed, files]


@action("grades.page")
async def page_of_learners(visit: Visit, course_id: Id, page: Small) -> Answer:
    book = await visit.read(gradebook, GradebookQuery(visit.person_id, course_id))
    return _listed(visit, book, page)


def _listed(visit: Visit, book: Gradebook, page: int) -> Screen:
    texts = visit.texts
    pages = max(1, -(-len(book.learners) // PAGE_SIZE))
    page = max(1, min(page, pages))
    body: list[Block] = []
    if not book.learners:
        body.append(text(texts("gradebook-empty")))
    else:
        body.append(text(counted(book, texts)))
        if page == 1 and book.stuck:
            body += _stuck_ones(visit, book)
        body.append(bold(texts("gradebook-learners")))
        first = (page - 1) * PAGE_SIZE
        body += [_line(visit, book, one) for one in book.learners[first : first + PAGE_SIZE]]
    if len(book.learners) < book.learners_total:
        body.append(
            text(texts("gradebook-first", shown=len(book.learners), of=book.learners_total))
        )
    turning = []
    if page > 1:
        turning.append(visit.choice("page-previous", page_of_learners, book.course_id, page - 1))
    if page < pages:
        turning.append(visit.choice("page-next", page_of_learners, book.course_id, page + 1))
    turning.append(visit.choice("desk-course-open", "desk.course", book.course_id))
    return Screen(
        title=texts("gradebook-title", course=book.title),
        body=tuple(body),
        rows=(tuple(turning),),
        footer=texts("page-of", page=page, of=pages) if pages > 1 else "",
    )


def _stuck_ones(visit: Visit, book: Gradebook) -> list[Block]:
    texts = visit.texts
    lines: list[tuple[Block, ...]] = []
    for learner in book.stuck[:MOST_STUCK]:
        here = f"{learner.here.number}. {_cut(learner.here.title, 60)}" if learner.here else "–"
        day = learner.last_active_at.astimezone(texts.zone).date()
        why = texts(f"gradebook-stuck-{learner.stuck}", day=day)
        lines.append((Paragraph((Span(learner.name, is_bold=True), Span(f": {here} ({why})"))),))
    found: list[Block] = [bold(texts("gradebook-stuck")), ListBlock(tuple(lines))]
    more = len(book.stuck) - len(lines)
    if more:
        found.append(text(texts("gradebook-stuck-more", more=more)))
    return found


def _line(visit: Visit, book: Gradebook, learner: LearnerGrades) -> Paragraph:
    texts = visit.texts
    told = [
        texts("gradebook-lessons", done=len(learner.done_lesson_ids), of=len(book.lessons)),
        texts("gradebook-challenges", had=learner.challenges_had, of=book.challenges),
    ]
    results = [
        f"{quiz.lesson_number}: {points.earned}/{points.possible}"
        for quiz in book.quizzes
        if (points := learner.best.get(quiz.quiz_id)) is not None
    ]
    if results:
        # A course of very many quizzes would fill the screen: the file has them all.
        shown = ", ".join(results[:6]) + (" …" if len(results) > 6 else "")
        told.append(texts("gradebook-quizzes", results=shown))
    day = learner.last_active_at.astimezone(texts.zone).date()
    told.append(texts("gradebook-finished") if learner.is_completed else texts.day(day))
    return Paragraph((Span(learner.name, is_bold=True), Span("\n" + " · ".join(told))))


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
