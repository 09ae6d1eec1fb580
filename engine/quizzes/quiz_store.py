"""Storing quizzes: with the course they come with, or sent for one lesson."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from engine.courses.commands import SetLessonQuiz
from engine.courses.items import Item
from engine.courses.items_json import dump_items
from engine.courses.service import set_lesson_quiz
from engine.foundation.tx import Tx
from engine.quizzes import statements as sql
from engine.quizzes.grading import PASS_MARK_PERCENT


class QuizChange(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Stored:
    quiz_id: int
    change: QuizChange


def store_quiz(
    tx: Tx, *, course_id: int, lesson_id: int, title: str, items: Sequence[Item], origin: str
) -> Stored:
    """The lesson's quiz, in place of the one it had. Items that are the same keep their ids."""
    # Where an item stood in its file is nothing that is asked.
    items = [replace(item, line=0) for item in items]
    hashed = _hash(dump_items(items))
    tx.lock("course", course_id)
    known = tx.one(sql.QUIZ_OF_LESSON, of_lesson=lesson_id)
    set_lesson_quiz(tx, SetLessonQuiz(lesson_id, has_quiz=True))
    if known is None:
        quiz_id = tx.query(
            sql.ADD_QUIZ,
            of_course=course_id,
            of_lesson=lesson_id,
            named=title,
            hashed=hashed,
            pass_mark=PASS_MARK_PERCENT,
            from_origin=origin,
            at=tx.now,
        )[0].id
        _store_items(tx, quiz_id, items)
        return Stored(quiz_id, QuizChange.ADDED)
    if known.state == "active" and known.content_hash == hashed:
        tx.change(sql.RENAME_QUIZ, quiz_id=known.id, named=title, from_origin=origin)
        return Stored(known.id, QuizChange.SAME)
    tx.change(
        sql.UPDATE_QUIZ,
        quiz_id=known.id,
        named=title,
        hashed=hashed,
        from_origin=origin,
        at=tx.now,
    )
    _store_items(tx, known.id, items)
    is_back = known.state != "active"
    return Stored(known.id, QuizChange.ADDED if is_back else QuizChange.CHANGED)


def retire_quiz(tx: Tx, quiz: Any) -> None:
    """It is asked no more; attempts and their results stay."""
    tx.change(sql.RETIRE_QUIZ, quiz_id=quiz.id, at=tx.now)
    tx.change(sql.RETIRE_ITEMS, of_quiz=quiz.id)
    set_lesson_quiz(tx, SetLessonQuiz(quiz.lesson_id, has_quiz=False))


def _store_items(tx: Tx, quiz_id: int, items: Sequence[Item]) -> None:
    known: dict[str, list[int]] = {}
    for row in tx.query(sql.ALL_ITEMS, of_quiz=quiz_id):
        known.setdefault(row.content_hash, []).append(row.id)
    tx.change(sql.RETIRE_ITEMS, of_quiz=quiz_id)
    for position, item in enumerate(items):
        packed = dump_items([item])
        same = known.get(_hash(packed))
        if same:
            tx.change(sql.PLACE_ITEM, item_id=same.pop(0), at_position=position, packed=packed)
        else:
            tx.change(
                sql.ADD_ITEM,
                of_quiz=quiz_id,
                at_position=position,
                packed=packed,
                hashed=_hash(packed),
            )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
