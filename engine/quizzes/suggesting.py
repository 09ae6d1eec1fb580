"""Items suggested by an import: they wait for an educator's eye, and no decision is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.courses.access import owned_course, owns, readable_lesson, visible_course
from engine.courses.items import Item
from engine.courses.items_json import dump_items, load_items
from engine.foundation.errors import NotFound, Outdated
from engine.foundation.richtext import text
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role
from engine.people.queries import require_role
from engine.quizzes import statements as sql
from engine.quizzes.commands import (
    DecideSuggestion,
    Suggestion,
    SuggestionDecided,
    Suggestions,
    SuggestionsQuery,
)
from engine.quizzes.quiz_store import retire_quiz, store_quiz


def store_suggestions(tx: Tx, course_id: int, suggested: Mapping[int, Sequence[Item]]) -> int:
    """What an import suggests, by lesson id; the count of those that wait now.

    A decided one stays as it was decided; a waiting one that the course no longer has is withdrawn.
    """
    known = {
        (row.lesson_id, row.content_hash): row
        for row in tx.query(sql.SUGGESTED_IN_COURSE, of_course=course_id)
    }
    found = {
        (lesson_id, _hash(packed)): packed
        for lesson_id, items in suggested.items()
        for packed in map(_packed, items)
    }
    for (lesson_id, hashed), packed in found.items():
        if (lesson_id, hashed) not in known:
            tx.change(
                sql.ADD_SUGGESTED,
                of_course=course_id,
                of_lesson=lesson_id,
                packed=packed,
                hashed=hashed,
            )
    for key, row in known.items():
        if row.state == "waiting" and key not in found:
            tx.change(sql.WITHDRAW_SUGGESTED, suggested_id=row.id)
    return sum(1 for key in found if key not in known or known[key].state == "waiting")


def added_items(tx: ReadTx, course_id: int) -> dict[int, tuple[Item, ...]]:
    """The suggested items that were added to quizzes, by lesson id."""
    added: dict[int, tuple[Item, ...]] = {}
    for row in tx.query(sql.SUGGESTED_IN_COURSE, of_course=course_id):
        if row.state == "added":
            added[row.lesson_id] = (*added.get(row.lesson_id, ()), *load_items(row.content))
    return added


def with_added(items: Sequence[Item], added: Sequence[Item]) -> tuple[Item, ...]:
    """The items, then those of `added` that are not yet among them."""
    asked = {_packed(item) for item in items}
    return (*items, *(item for item in added if _packed(item) not in asked))


def keep_added(tx: Tx, quiz: Any, added: Sequence[Item]) -> None:
    """The quiz no longer comes with its course: what a review added to it is all that it asks."""
    if not added:
        retire_quiz(tx, quiz)
        return
    store_quiz(
        tx,
        course_id=quiz.course_id,
        lesson_id=quiz.lesson_id,
        title=quiz.title,
        items=added,
        origin="attached",
    )


def suggestions_of(tx: ReadTx, query: SuggestionsQuery) -> Suggestions:
    """What waits for a decision in one's own course. Raises NotFound, Forbidden."""
    owned_course(tx, query.person_id, query.course_id)
    rows = tx.query(sql.SUGGESTED_IN_COURSE, of_course=query.course_id)
    return Suggestions(
        course_id=query.course_id,
        waiting=tuple(
            Suggestion(
                suggestion_id=row.id,
                lesson_id=row.lesson_id,
                lesson_title=readable_lesson(tx, query.person_id, row.lesson_id)[1].title,
                item=load_items(row.content)[0],
            )
            for row in rows
            if row.state == "waiting"
        ),
        added=sum(1 for row in rows if row.state == "added"),
        dropped=sum(1 for row in rows if row.state == "dropped"),
    )


def suggestions_waiting(tx: ReadTx, query: SuggestionsQuery) -> int:
    """How many this person may decide; 0 in somebody else's course. Raises NotFound."""
    if not owns(tx, query.person_id, visible_course(tx, query.person_id, query.course_id)):
        return 0
    rows = tx.query(sql.SUGGESTED_IN_COURSE, of_course=query.course_id)
    return sum(1 for row in rows if row.state == "waiting")


def decide_suggestion(tx: Tx, command: DecideSuggestion) -> SuggestionDecided:
    """Added, it is the last item of its lesson's quiz, which it begins where there is none; left
    out, it is never suggested again. Educators, in their own course.

    Raises NotFound, Forbidden, Outdated (decided before).
    """
    require_role(tx, command.by_person_id, Role.EDUCATOR, Role.ADMIN)
    tx.lock("suggestion", command.suggestion_id)
    row = tx.one(sql.FIND_SUGGESTED, suggested_id=command.suggestion_id)
    if row is None:
        raise NotFound(what="suggestion")
    owned_course(tx, command.by_person_id, row.course_id)
    _, lesson = readable_lesson(tx, command.by_person_id, row.lesson_id)
    if row.state != "waiting":
        raise Outdated(what="suggestion")
    tx.change(
        sql.DECIDE_SUGGESTED,
        suggested_id=row.id,
        as_state="added" if command.is_added else "dropped",
        at=tx.now,
    )
    if command.is_added:
        _add(tx, row.course_id, lesson.id, lesson.title, load_items(row.content))
    return SuggestionDecided(row.course_id, row.lesson_id, command.is_added)


def _add(tx: Tx, course_id: int, lesson_id: int, title: str, added: Sequence[Item]) -> None:
    quiz = tx.one(sql.QUIZ_OF_LESSON, of_lesson=lesson_id)
    is_asked = quiz is not None and quiz.state == "active"
    rows = tx.query(sql.ACTIVE_ITEMS, of_quiz=quiz.id) if quiz is not None else []
    store_quiz(
        tx,
        course_id=course_id,
        lesson_id=lesson_id,
        title=quiz.title if quiz is not None and is_asked else title,
        items=with_added([load_items(row.content)[0] for row in rows], added),
        origin=quiz.origin if quiz is not None and is_asked else "attached",
    )


def _packed(item: Item) -> str:
    """As stored: where it stood is no part of it, and an exercise of alternatives alone is asked
    by its title."""
    stem = item.stem or (text(item.title),)
    return dump_items([replace(item, line=0, stem=stem)])


def _hash(packed: str) -> str:
    return hashlib.sha256(packed.encode()).hexdigest()
