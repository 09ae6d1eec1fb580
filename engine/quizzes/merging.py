"""Attempts of two people who turn out to be one: numbered in the order in which they were begun."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, distinct, func, select, update

from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding
from engine.people.merges import Merge
from engine.quizzes import statements as sql
from engine.quizzes import tables

ATTEMPTS = OwnRows(tables.attempt)
_attempts = tables.attempt.c
NUMBER = (
    update(tables.attempt)
    .where(_attempts.id == bindparam("attempt_id"))
    .values(number=bindparam("numbered"))
)
REOPEN = (
    update(tables.attempt)
    .where(_attempts.id == bindparam("attempt_id"), _attempts.state == "abandoned")
    .values(state="open", finished_at=None)
)
COUNT_PASSED = select(func.count(distinct(_attempts.quiz_id)).label("count")).where(
    _attempts.person_id == bindparam("of_person"), _attempts.is_passed
)


@dataclass(frozen=True)
class Noted:
    handed: HandedOver
    numbers: tuple[tuple[int, int], ...]  # (attempt, its number before)
    abandoned: tuple[int, ...]


def holdings(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    return (Holding("quizzes", tx.query(COUNT_PASSED, of_person=person_id)[0].count),)


def merge(tx: Tx, merge: Merge) -> Noted:
    """Where both are in the middle of the same quiz, the keeper's attempt goes on."""
    by_quiz: dict[int, list[Any]] = defaultdict(list)
    for person_id in (merge.keeper, merge.leaver):
        for attempt in ATTEMPTS.of(tx, person_id):
            by_quiz[attempt.quiz_id].append(attempt)
    numbers, abandoned = [], []
    for attempts in by_quiz.values():
        if len({attempt.person_id for attempt in attempts}) == 1:
            continue
        for extra in [attempt for attempt in attempts if attempt.state == "open"][1:]:
            tx.change(sql.ABANDON_ATTEMPT, attempt_id=extra.id, at=tx.now)
            abandoned.append(extra.id)
        in_order = sorted(attempts, key=lambda attempt: (attempt.started_at, attempt.id))
        for number, attempt in enumerate(in_order, start=1):
            numbers.append((attempt.id, attempt.number))
            tx.change(NUMBER, attempt_id=attempt.id, numbered=number)
    handed = ATTEMPTS.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
    return Noted(handed, tuple(numbers), tuple(abandoned))


def undo(tx: Tx, merge: Merge, note: Noted) -> None:
    ATTEMPTS.hand_back(tx, note.handed, giver=merge.leaver, taker=merge.keeper)
    for attempt_id, number in note.numbers:
        tx.change(NUMBER, attempt_id=attempt_id, numbered=number)
    for attempt_id in note.abandoned:
        tx.change(REOPEN, attempt_id=attempt_id)
