"""What a reward for a quiz was for: its title, and the attempt that brought it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.foundation.tx import ReadTx
from engine.quizzes import tables

quizzes = tables.quiz.c
attempts = tables.attempt.c

TITLES = select(quizzes.id, quizzes.title).where(quizzes.id.in_(bindparam("ids", expanding=True)))
# Only the first one brings tokens.
PAID_ATTEMPT = (
    select(attempts.number, attempts.points_earned, attempts.points_possible)
    .where(
        attempts.quiz_id == bindparam("of_quiz"),
        attempts.person_id == bindparam("of_person"),
        attempts.state == "finished",
    )
    .order_by(attempts.number)
    .limit(1)
)


@dataclass(frozen=True)
class PassedQuery:
    person_id: int
    quiz_id: int


@dataclass(frozen=True)
class PassedAttempt:
    number: int
    points_earned: int
    points_possible: int


def quiz_titles(tx: ReadTx, ids: frozenset[int]) -> dict[int, str]:
    """Also of quizzes that are retired."""
    if not ids:
        return {}
    return {row.id: row.title for row in tx.query(TITLES, ids=sorted(ids))}


def paid_attempt(tx: ReadTx, query: PassedQuery) -> PassedAttempt | None:
    """One's own first finished attempt, the only one that brings tokens."""
    row = tx.one(PAID_ATTEMPT, of_quiz=query.quiz_id, of_person=query.person_id)
    return PassedAttempt(row.number, row.points_earned, row.points_possible) if row else None
