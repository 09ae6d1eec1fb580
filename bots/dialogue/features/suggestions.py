"""Reviewing what an import took for multiple choice: one at a time, added to its quiz or left
out."""

from __future__ import annotations

from bots.dialogue.registry import Answer, action
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.courses.items import Item
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text
from engine.quizzes.commands import DecideSuggestion, Suggestions, SuggestionsQuery
from engine.quizzes.suggesting import decide_suggestion, suggestions_of, suggestions_waiting


def review_rows(visit: Visit, course_id: int, waiting: int) -> list[tuple[Choice, ...]]:
    """The button that begins the review, while anything waits."""
    if not waiting:
        return []
    return [(visit.choice("suggestions-review", review, course_id, items=waiting),)]


async def review_rows_of(visit: Visit, course_id: int) -> list[tuple[Choice, ...]]:
    waiting = await visit.read(suggestions_waiting, SuggestionsQuery(visit.person_id, course_id))
    return review_rows(visit, course_id, waiting)


@action("review.start")
async def review(visit: Visit, course_id: Id) -> Answer:
    """In a message of its own: the import's report stays."""
    return await _next(visit, course_id, after=0, mode=Mode.NEW)


@action("review.later")
async def later(visit: Visit, course_id: Id, suggestion_id: Id) -> Answer:
    return await _next(visit, course_id, after=suggestion_id)


@action("review.decide")
async def decide(visit: Visit, suggestion_id: Id, is_added: Small) -> Answer:
    decided = await visit.run(
        decide_suggestion, DecideSuggestion(visit.person_id, suggestion_id, bool(is_added))
    )
    return await _next(visit, decided.course_id, after=suggestion_id)


async def _next(visit: Visit, course_id: int, *, after: int, mode: Mode = Mode.EDIT) -> Screen:
    """The first that waits behind this one. What was put off waits for the next review."""
    found = await visit.read(suggestions_of, SuggestionsQuery(visit.person_id, course_id))
    ahead = [one for one in found.waiting if one.suggestion_id > after]
    if not ahead:
        return _end(visit, found, mode)
    suggestion = ahead[0]
    texts = visit.texts
    note = texts("suggestions-from", lesson=suggestion.lesson_title)
    return Screen(
        title=suggestion.item.title or texts("suggestions-title"),
        body=(
            Paragraph((Span(note, is_italic=True),)),
            *_with_key(suggestion.item, texts("suggestions-right")),
        ),
        rows=(
            (
                visit.choice(
                    "suggestions-add", decide, suggestion.suggestion_id, 1, style=Style.SUCCESS
                ),
                visit.choice("suggestions-leave", decide, suggestion.suggestion_id, 0),
            ),
            (visit.choice("suggestions-later", later, course_id, suggestion.suggestion_id),),
        ),
        footer=texts("suggestions-left", items=len(ahead)),
        mode=mode,
    )


def _with_key(item: Item, right: str) -> tuple[Block, ...]:
    """The question as learners would see it, and which option would be graded as right."""
    options = tuple(
        (
            Paragraph((Span(option.text, is_bold=True), Span(f" ✓ {right}")))
            if option.is_right
            else text(option.text),
        )
        for option in item.options
    )
    said = (Paragraph((Span(item.explanation, is_italic=True),)),) if item.explanation else ()
    return (*item.stem, ListBlock(options), *said)


def _end(visit: Visit, found: Suggestions, mode: Mode) -> Screen:
    texts = visit.texts
    body: list[Block] = [text(texts("suggestions-decided", added=found.added, out=found.dropped))]
    if found.waiting:
        body.append(text(texts("suggestions-waiting", items=len(found.waiting))))
    return Screen(
        title=texts("suggestions-end"),
        body=tuple(body),
        rows=((visit.choice("desk-course-open", "desk.course", found.course_id),),),
        mode=mode,
    )
