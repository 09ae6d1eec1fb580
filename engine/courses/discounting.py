"""Discount codes for courses and their cohorts: an educator's for an own course, and what a code
does to a price."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.courses.access import owned_course, thing_of, visible_course
from engine.foundation.errors import Forbidden, Outdated
from engine.foundation.tx import ReadTx, Tx
from engine.wallet.discount_codes import (
    CodeFacts,
    Discount,
    Due,
    MakeCode,
    discount_for,
    make_code,
    use_discount,
)
from engine.wallet.redemption_errors import CodeRefused
from engine.wallet.sale_parts import MINIMUM_PRICE


@dataclass(frozen=True)
class Terms:
    """`listed`: the price once an educator's code is off; `granted`: tokens that a fund's code
    brings with the purchase."""

    listed: int
    granted: int
    use_id: int


@dataclass(frozen=True)
class MakeCourseCode:
    """`course` None: for any, paid by a fund."""

    code: MakeCode
    course: int | str | None


def make_course_code(tx: Tx, asked: MakeCourseCode) -> CodeFacts:
    """For a course of one's own, which costs something; a fund's for any. Raises NotFound,
    Forbidden, CodeRefused."""
    command, course = asked.code, asked.course
    if course is None:
        return make_code(tx, command)
    row = visible_course(tx, command.by_person_id, course)
    if command.fund:
        return make_code(tx, replace(command, thing=thing_of(row.id)))
    owned_course(tx, command.by_person_id, row.id)
    if row.owner_id != command.by_person_id:
        raise Forbidden(role="owner")  # another's price is not an administrator's to lower
    if row.price_tokens <= MINIMUM_PRICE:
        raise CodeRefused(reason="price")
    return make_code(tx, replace(command, thing=thing_of(row.id)))


def terms_now(tx: ReadTx, person_id: int, due: Due) -> Terms:
    """With the code that waits, if it is for this."""
    return _terms(discount_for(tx, person_id, due), due.price)


def take_terms(tx: Tx, person_id: int, due: Due, use_seen: int) -> Terms:
    """The same, and the code is used up. Raises Outdated when the person was shown other terms."""
    now = terms_now(tx, person_id, due)
    used = use_discount(tx, person_id, due) if use_seen else None
    terms = _terms(used, due.price)
    if now.use_id != use_seen or terms.use_id != use_seen:
        raise Outdated(what="price")
    return terms


def _terms(found: Discount | None, price: int) -> Terms:
    if found is None:
        return Terms(price, 0, 0)
    if found.fund:
        return Terms(price, found.tokens, found.use_id)
    return Terms(price - found.tokens, 0, found.use_id)
