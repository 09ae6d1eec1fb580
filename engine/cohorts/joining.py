"""Who gets into a cohort, and out of it again."""

from __future__ import annotations

from typing import Any

from engine.cohorts import statements as sql
from engine.cohorts.commands import CohortJoined, JoinCohort, JoinOpenCohort
from engine.cohorts.errors import CohortClosed, CohortNotFree
from engine.cohorts.following import follow_member, unfollow_member
from engine.courses.access import owned_course, owns, require_enrolled, visible_course
from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx, Tx
from engine.wallet.sale_queries import kept_sale


def thing_of(cohort_id: int) -> str:
    """What a sale calls it."""
    return f"cohort:{cohort_id}"


def cohort_in(thing: str) -> int | None:
    """The cohort that a sale is about; None for anything else."""
    kind, _, number = thing.partition(":")
    return int(number) if kind == "cohort" else None


def join_cohort(tx: Tx, command: JoinCohort) -> CohortJoined:
    """For learners of its course; with a price for those who have paid it, who find the way back
    into a closed one too.

    Raises NotFound, NotEnrolled, CohortClosed, CohortNotFree.
    """
    tx.lock("cohort", command.cohort_id)
    cohort = cohort_row(tx, command.cohort_id)
    course = visible_course(tx, command.person_id, cohort.course_id)
    require_enrolled(tx, command.person_id, course)
    if is_member(tx, command.person_id, cohort.id):
        return CohortJoined(cohort.id, cohort.title, is_new=False)
    if not has_paid(tx, command.person_id, cohort.id):
        if cohort.state != "open":
            raise CohortClosed(title=cohort.title)
        if cohort.price_tokens and not owns(tx, command.person_id, course):
            raise CohortNotFree(title=cohort.title, price_tokens=cohort.price_tokens)
    return let_in(tx, command.person_id, cohort)


def join_open_cohort(tx: Tx, command: JoinOpenCohort) -> CohortJoined:
    """The cohort that was paid for, else the newest open one without a price, if there is one;
    members of one of the course's cohorts stay.

    Raises NotFound, NotEnrolled.
    """
    memberships = [
        row
        for row in tx.query(sql.MEMBERSHIPS_OF, of_person=command.person_id)
        if row.course_id == command.course_id
    ]
    for membership in memberships:
        if membership.state == "active":
            return CohortJoined(membership.id, membership.title, is_new=False)
    for membership in reversed(memberships):
        if has_paid(tx, command.person_id, membership.id):
            return join_cohort(tx, JoinCohort(command.person_id, membership.id))
    cohort = tx.one(sql.OPEN_COHORT_OF, of_course=command.course_id)
    if cohort is None:
        return CohortJoined(None, "", is_new=False)
    try:
        return join_cohort(tx, JoinCohort(command.person_id, cohort.id))
    except CohortNotFree:  # it got its price just now
        return CohortJoined(None, "", is_new=False)


def leave_cohort(tx: Tx, command: JoinCohort) -> bool:
    """Its places hear nothing of the person any more; False for who was no member."""
    tx.lock("cohort", command.cohort_id)
    left = tx.change(sql.LEAVE, of_cohort=command.cohort_id, of_person=command.person_id)
    if left:
        unfollow_member(tx, cohort_row(tx, command.cohort_id), command.person_id)
    return bool(left)


def memberships_in(tx: Tx, person_id: int, course_id: int) -> list[int]:
    """The cohorts of this course that the person is in, locked: take them before the educator, as
    who buys one does."""
    found = [
        row.id
        for row in tx.query(sql.MEMBERSHIPS_OF, of_person=person_id)
        if row.course_id == course_id and row.state == "active"
    ]
    tx.lock("cohort", *found)
    return found


def let_in(tx: Tx, person_id: int, cohort: Any) -> CohortJoined:
    """For who may, as was checked."""
    tx.change(sql.JOIN, of_cohort=cohort.id, of_person=person_id, at=tx.now)
    follow_member(tx, cohort, person_id)
    return CohortJoined(cohort.id, cohort.title, is_new=True)


def is_member(tx: ReadTx, person_id: int, cohort_id: int) -> bool:
    known = tx.one(sql.FIND_MEMBERSHIP, of_cohort=cohort_id, of_person=person_id)
    return known is not None and known.state == "active"


def has_paid(tx: ReadTx, person_id: int, cohort_id: int) -> bool:
    """And has not given it back."""
    return kept_sale(tx, person_id, thing_of(cohort_id)) is not None


def cohort_row(tx: ReadTx, cohort_id: int) -> Any:
    """Raises NotFound."""
    row = tx.one(sql.FIND_COHORT, cohort_id=cohort_id)
    if row is None:
        raise NotFound(what="cohort")
    return row


def owned_cohort(tx: ReadTx, person_id: int, cohort_id: int) -> Any:
    """Raises NotFound, Forbidden."""
    cohort = cohort_row(tx, cohort_id)
    owned_course(tx, person_id, cohort.course_id)
    return cohort
