"""Scholarships for a course: asked for by a learner, proposed by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.courses.access import has_bought, is_enrolled, thing_of, visible_course
from engine.foundation.registry import event
from engine.foundation.tx import Tx
from engine.people.commands import Role
from engine.people.queries import admins, person_row, private_chats, require_role
from engine.wallet.proposals import Proposal, Propose, propose
from engine.wallet.redemption_errors import ScholarshipRefused


@event("courses.scholarship_asked")
@dataclass(frozen=True)
class ScholarshipAsked:
    """To every administrator."""

    person_id: int
    course_id: int


@dataclass(frozen=True)
class AskScholarship:
    person_id: int
    course_id: int


@dataclass(frozen=True)
class ProposeScholarship:
    by_person_id: int
    for_person_id: int
    course_id: int
    tokens: int


def ask_scholarship(tx: Tx, command: AskScholarship) -> None:
    """Tells the administrators; nothing is promised. Count the try first. Raises NotFound,
    ScholarshipRefused."""
    course = visible_course(tx, command.person_id, command.course_id)
    _check(tx, command.person_id, course)
    tx.emit(
        ScholarshipAsked(command.person_id, course.id), to=private_chats(tx, admins(tx, None))
    )  # fmt: skip


def propose_scholarship(tx: Tx, command: ProposeScholarship) -> Proposal:
    """At most the course's price. A second administrator approves it, who is neither the learner
    nor the educator. Raises Forbidden, NotFound, ScholarshipRefused, TreasuryNotOpen;
    InsufficientBalance when the scholarship fund does not hold it."""
    require_role(tx, command.by_person_id, Role.ADMIN)
    course = visible_course(tx, command.by_person_id, command.course_id)
    person_row(tx, command.for_person_id)
    _check(tx, command.for_person_id, course)
    if type(command.tokens) is not int or not 1 <= command.tokens <= course.price_tokens:
        raise ScholarshipRefused(reason="amount", price=course.price_tokens)
    return propose(
        tx,
        Propose(
            "scholarship",
            command.tokens,
            by_person_id=command.by_person_id,
            for_person_id=command.for_person_id,
            thing=thing_of(course.id),
            educator_id=course.owner_id,
        ),
    )


def _check(tx: Tx, person_id: int, course: Any) -> None:
    price: int = course.price_tokens
    course_id: int = course.id
    if course.owner_id == person_id:
        raise ScholarshipRefused(reason="own", price=price)
    if not price or is_enrolled(tx, person_id, course_id) or has_bought(tx, person_id, course_id):
        raise ScholarshipRefused(reason="have_it", price=price)
