"""What there is of cohorts with a price, what one would pay, what similar ones cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.cohorts import statements as sql
from engine.cohorts.joining import cohort_row, is_member, thing_of
from engine.cohorts.purchase_commands import CohortOffer, CohortOfferQuery, PricedCohort
from engine.cohorts.purchasing import (
    cohort_was_refunded,
    course_goes_along,
    due_of,
    has_course,
    paid_for_course,
    to_pay,
)
from engine.courses.access import visible_course
from engine.courses.commands import CourseQuery, CourseState, PriceGuidance
from engine.courses.discounting import terms_now
from engine.courses.purchasing import Opened, Priced, count_opened, guidance_among
from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx
from engine.wallet.discount_codes import Due
from engine.wallet.lots import spendable
from engine.wallet.sale_commands import Quote
from engine.wallet.sale_queries import kept_sale
from engine.wallet.sales import quote


def cohort_price_guidance(tx: ReadTx, query: CohortOfferQuery) -> PriceGuidance:
    """What similar open cohorts of published courses cost. Raises NotFound."""
    cohort = cohort_row(tx, query.cohort_id)
    course = visible_course(tx, query.person_id, cohort.course_id)
    own = Priced(cohort.price_tokens, cohort.language, json.loads(course.tags))
    return guidance_among(own, _others(tx, query))


def _others(tx: ReadTx, query: CohortOfferQuery) -> Iterator[Priced]:
    for row in tx.query(sql.PRICED):
        try:
            course = visible_course(tx, query.person_id, row.course_id)
        except NotFound:
            continue
        if row.id != query.cohort_id and course.state == CourseState.PUBLISHED:
            yield Priced(row.price_tokens, row.language, json.loads(course.tags))


def cohort_offer(tx: ReadTx, query: CohortOfferQuery) -> CohortOffer:
    """The parts in which this person would pay, and what is missing. Raises NotFound."""
    person_id = query.person_id
    cohort = cohort_row(tx, query.cohort_id)
    course = visible_course(tx, person_id, cohort.course_id)
    counted = paid_for_course(tx, person_id, course.id)
    due = due_of(cohort.price_tokens, counted)
    opened = count_opened(tx, person_id, course.id)
    offer = CohortOffer(
        cohort_id=cohort.id,
        title=cohort.title,
        course_id=course.id,
        course_title=course.title,
        price=cohort.price_tokens,
        counted=min(counted, cohort.price_tokens),
        due=due,
        quoted=None,
        opened=opened.opened,
        lessons=opened.lessons,
        no_return=_no_return(tx, person_id, cohort, course, opened),
    )
    return _in_parts(tx, person_id, course, offer, to_pay(tx, person_id, cohort, course, due))


def _in_parts(
    tx: ReadTx, person_id: int, course: Any, offer: CohortOffer, due: Due
) -> CohortOffer:  # fmt: skip
    if not due.price:
        return offer
    terms = terms_now(tx, person_id, due)
    asked = Quote(
        person_id, course.owner_id, due.thing, terms.listed, granted=terms.granted, also=due.lots
    )
    return replace(
        offer,
        quoted=quote(tx, asked),
        code=terms.use_id,
        lowered=due.price - terms.listed,
        granted=terms.granted,
        given=spendable(tx, person_id, due.thing, due.lots).given,
        can_ask=due.lots.at_most > 0,
    )


def _no_return(tx: ReadTx, person_id: int, cohort: Any, course: Any, opened: Opened) -> str:
    """As it would be answered for a purchase made now."""
    if opened.is_too_late:
        return "opened"
    goes_along = course.price_tokens > 0 and not has_course(tx, person_id, course.id)
    was_refunded = cohort_was_refunded(tx, person_id, cohort, goes_along=goes_along)
    return "refunded" if opened.opened and was_refunded else ""


def priced_cohorts(tx: ReadTx, query: CourseQuery) -> tuple[PricedCohort, ...]:
    """The course's open cohorts with a price, and those that this person has bought; the newest
    first. Raises NotFound."""
    course = visible_course(tx, query.person_id, query.course)
    rows = tx.query(sql.COHORTS_OF, of_course=course.id)
    counted = paid_for_course(tx, query.person_id, course.id) if rows else 0
    found = (_priced(tx, query.person_id, course, row, counted) for row in rows)
    return tuple(one for one in found if one is not None)


def _priced(tx: ReadTx, person_id: int, course: Any, row: Any, counted: int) -> PricedCohort | None:
    kept = kept_sale(tx, person_id, thing_of(row.id))
    if kept is None and not (row.price_tokens and row.state == "open"):
        return None
    can_undo = can_refund = goes_along = False
    if kept is not None:
        opened = count_opened(tx, person_id, course.id)
        goes_along = course_goes_along(tx, kept, course)
        can_undo = not opened.opened
        can_refund = not opened.is_too_late and not cohort_was_refunded(
            tx, person_id, row, goes_along=goes_along
        )
    return PricedCohort(
        cohort_id=row.id,
        title=row.title,
        price=row.price_tokens,
        due=due_of(row.price_tokens, counted),
        is_member=is_member(tx, person_id, row.id),
        is_bought=kept is not None,
        can_undo=can_undo,
        can_refund=can_refund,
        takes_course=goes_along,
    )
