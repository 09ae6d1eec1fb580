"""What rewards are told of a quiz: its title, the attempt that brought one, and how it went."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, overload

from sqlalchemy import BigInteger, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation.tx import ReadTx, Tx
from engine.people import tables as people_tables
from engine.people.cap_groups import first_seen, members_of, own_cap_group
from engine.quizzes import tables
from engine.quizzes.attempts import LoadedAttempt
from engine.rewards.anomalies import (
    LOOKED_AT,
    LOOKED_BACK,
    NEW_FOR,
    SAME_MISTAKES,
    OtherTrail,
    Suspect,
    Trail,
)

quizzes = tables.quiz.c
attempts = tables.attempt.c
responses = tables.response.c
people = people_tables.person.c
spent = tables.spent_first_attempt.c

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
# Of others, on the same quiz, a short while before, with who counts as one: in one look, as every
# passed quiz asks.
OTHERS = (
    select(
        attempts.person_id,
        attempts.trail,
        attempts.finished_at,
        func.coalesce(people.cap_group_id, people.id).label("group_id"),
        people.created_at,
    )
    .select_from(tables.attempt)
    .join(people_tables.person, people.id == attempts.person_id)
    .where(
        attempts.quiz_id == bindparam("of_quiz"),
        attempts.finished_at > bindparam("since"),
        attempts.number == 1,
        attempts.is_passed.is_(True),
        attempts.person_id != bindparam("but_of"),
    )
    .order_by(attempts.finished_at.desc())
    .limit(LOOKED_AT)
)
HOW_COMMON = (
    select(
        func.coalesce(
            func.sum(case((responses.chosen == bindparam("wrongly"), 1), else_=0)), 0
        ).label("so_many"),
        func.count().label("of_all"),
    )
    .select_from(tables.response)
    .join(tables.attempt, attempts.id == responses.attempt_id)
    .where(responses.item_id == bindparam("to_item"), attempts.number == 1)
)
FINISHED_BY = (
    select(attempts.id)
    .where(
        attempts.quiz_id == bindparam("of_quiz"),
        attempts.person_id.in_(bindparam("people", expanding=True)),
        attempts.state == "finished",
    )
    .limit(1)
)
FIND_SPENT = select(spent.quiz_id).where(
    spent.cap_group_id == bindparam("of_group"), spent.quiz_id == bindparam("of_quiz")
)
KEEP_SPENT = (
    upsert(tables.spent_first_attempt)
    .from_select(
        ["cap_group_id", "quiz_id"],
        select(bindparam("of_group", type_=BigInteger), attempts.quiz_id)
        .where(attempts.person_id == bindparam("of_person"), attempts.state == "finished")
        .distinct(),
    )
    .on_conflict_do_nothing(index_elements=["cap_group_id", "quiz_id"])
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


def trail_of(attempt: LoadedAttempt) -> Trail:
    """How an attempt that is all answered went."""
    in_time = sorted(attempt.responses.values(), key=lambda response: response.responded_at)
    moments = [attempt.row.started_at, *(response.responded_at for response in in_time)]
    gaps = tuple(
        round((later - earlier).total_seconds(), 1) for earlier, later in pairwise(moments)
    )
    wrong = tuple(
        (item_id, str(attempt.responses[item_id].chosen))
        for item_id in attempt.items
        if not attempt.responses[item_id].is_right
    )
    return Trail(gaps, wrong)


def packed(trail: Trail) -> str:
    return json.dumps({"gaps": trail.gaps, "wrong": trail.wrong}, separators=(",", ":"))


def suspect_of(tx: Tx, attempt: LoadedAttempt, trail: Trail) -> Suspect:
    """A first, passed attempt beside others' of the last hour."""
    person_id = attempt.row.person_id
    others = _Others(tx, attempt)
    is_same = len(trail.wrong) >= SAME_MISTAKES and any(
        one.trail.wrong == trail.wrong for one in others
    )
    return Suspect(
        trail,
        others,
        chance=_chance(tx, trail, len(others)) if is_same else 1.0,
        is_new=tx.now - first_seen(tx, person_id) < NEW_FOR,
    )


class _Others(Sequence[OtherTrail]):
    """Asked for when a rule looks at them, and unpacked one by one: every passed quiz has them."""

    def __init__(self, tx: ReadTx, attempt: LoadedAttempt) -> None:
        self._tx = tx
        self._attempt = attempt

    @cached_property
    def _rows(self) -> list[Any]:
        return self._tx.query(
            OTHERS,
            of_quiz=self._attempt.quiz.id,
            since=self._tx.now - LOOKED_BACK,
            but_of=self._attempt.row.person_id,
        )

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> OtherTrail: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[OtherTrail]: ...

    def __getitem__(self, at: int | slice) -> OtherTrail | Sequence[OtherTrail]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        row = self._rows[at]
        return OtherTrail(
            row.group_id,
            _unpacked(row.trail),
            self._tx.now - row.finished_at,
            row.finished_at - row.created_at < NEW_FOR,
        )


def is_groups_second(tx: Tx, attempt: LoadedAttempt) -> bool:
    """Has somebody whose caps count with theirs finished this quiz before, or did they themselves
    before they were erased?"""
    person_id, quiz_id = attempt.row.person_id, attempt.quiz.id
    group = own_cap_group(tx, person_id)
    if group.is_alone:
        return False
    others = [one.person_id for one in members_of(tx, group.id) if one.person_id != person_id]
    if others and tx.one(FINISHED_BY, of_quiz=quiz_id, people=others) is not None:
        return True
    groups = {group.id, *(one.person_id for one in members_of(tx, group.id))}
    # It was kept under the group's number of that day, which is that of one of its members.
    return any(
        tx.one(FIND_SPENT, of_group=number, of_quiz=quiz_id) is not None for number in groups
    )


def _chance(tx: ReadTx, trail: Trail, others: int) -> float:
    """How many of so many attempts chance alone would bring with these very mistakes."""
    chance = float(others)
    for item_id, chosen in trail.wrong:
        row = tx.query(HOW_COMMON, to_item=item_id, wrongly=chosen)[0]
        # Without the two that are compared; one more of each, as little is known of a few.
        so_many, of_all = max(0, int(row.so_many) - 2), max(0, int(row.of_all) - 2)
        chance *= (so_many + 1) / (of_all + 2)
    return chance


def _unpacked(kept: Any) -> Trail:
    found = json.loads(kept) if kept else {"gaps": [], "wrong": []}
    return Trail(tuple(found["gaps"]), tuple((item, chosen) for item, chosen in found["wrong"]))
