"""A course's price, buying it, and giving it back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from engine.courses import statements as sql
from engine.courses.access import is_enrolled, owned_course, thing_of, visible_course
from engine.courses.commands import (
    Bought,
    BuyCourse,
    CourseQuery,
    CourseState,
    GiveBackCourse,
    GivenBack,
    PriceGuidance,
    Purchase,
    PurchaseOffer,
    SetPrice,
)
from engine.courses.discounting import take_terms, terms_now
from engine.courses.errors import (
    AlreadyOpened,
    CourseNotOpen,
    HeldWithCohort,
    NotBought,
    RefundedBefore,
    RefundTooLate,
)
from engine.courses.events import LearnerEnrolled
from engine.courses.folder import PRICE_LIMIT_TOKENS
from engine.foundation.errors import Outdated
from engine.foundation.tx import ReadTx, Tx
from engine.people.queries import person_row
from engine.wallet.discount_codes import Due
from engine.wallet.errors import PriceTooHigh, PriceTooLow, TreasuryNotOpen
from engine.wallet.lots import spendable
from engine.wallet.queries import treasury_state
from engine.wallet.reversing import take_back_course_grants
from engine.wallet.sale_commands import Quote, RefundSale, SaleFacts, Sell
from engine.wallet.sale_parts import MINIMUM_PRICE
from engine.wallet.sale_queries import (
    kept_including,
    kept_sale,
    sales_including,
    sales_of,
    was_refunded_with,
)
from engine.wallet.sales import quote, refund, sell

REFUNDABLE_PERCENT = 30  # of the lessons opened, at most


@dataclass(frozen=True)
class Opened:
    """How many of a course's lessons one person has opened."""

    opened: int
    lessons: int

    @property
    def is_too_late(self) -> bool:
        return self.opened * 100 > self.lessons * REFUNDABLE_PERCENT


class Priced:
    """Something with a price, as others are likened to it: the language without its region, the
    tags in small letters."""

    def __init__(self, price: int, language: str, tags: Iterable[str]) -> None:
        self.price = price
        self.language = language.split("-")[0]
        self.tags = {tag.casefold() for tag in tags}


def set_price(tx: Tx, command: SetPrice) -> bool:
    """False when it is the price already; who has the course keeps it at any price.

    Raises NotFound, Forbidden, PriceTooLow, PriceTooHigh; TreasuryNotOpen for a price where tokens
    are not in use.
    """
    tx.lock("course", command.course_id)
    course = owned_course(tx, command.by_person_id, command.course_id)
    check_price(tx, command.tokens)
    if course.price_tokens == command.tokens:
        return False
    tx.change(sql.SET_PRICE, course_id=course.id, new_price=command.tokens, at=tx.now)
    return True


def check_price(tx: ReadTx, tokens: int) -> None:
    """Of anything that an educator sells; 0 is free. Raises PriceTooLow, PriceTooHigh,
    TreasuryNotOpen; ValueError for what is no whole number."""
    if type(tokens) is not int:
        raise ValueError(f"no price: {tokens!r}")
    if tokens == 0:
        return
    if tokens < MINIMUM_PRICE:
        raise PriceTooLow(price=tokens, minimum=MINIMUM_PRICE)
    if tokens > PRICE_LIMIT_TOKENS:
        raise PriceTooHigh(price=tokens, maximum=PRICE_LIMIT_TOKENS)
    treasury = treasury_state(tx)
    if not treasury.is_open or treasury.mode == "points":
        raise TreasuryNotOpen(mode=treasury.mode)


def price_guidance(tx: ReadTx, query: CourseQuery) -> PriceGuidance:
    """What similar courses cost, for the course's educator. Raises NotFound."""
    course = visible_course(tx, query.person_id, query.course)
    others = [_like(row) for row in tx.query(sql.PRICED) if row.id != course.id]
    return guidance_among(_like(course), others)


def guidance_among(own: Priced, others: Iterable[Priced]) -> PriceGuidance:
    """Those in the same language with a tag in common; without any, those in the same language."""
    same_language = [one for one in others if one.language == own.language]
    similar = [one for one in same_language if own.tags & one.tags]
    prices = sorted(one.price for one in similar or same_language)
    if not prices:
        return PriceGuidance(0, 0, 0, 0, by_tags=False)
    return PriceGuidance(
        len(prices), median_low(prices), prices[0], prices[-1], by_tags=bool(similar)
    )


def purchase_offer(tx: ReadTx, query: CourseQuery) -> PurchaseOffer:
    """The parts in which this person would pay, and what is missing. Raises NotFound,
    PriceTooLow."""
    course = visible_course(tx, query.person_id, query.course)
    thing = thing_of(course.id)
    terms = terms_now(tx, query.person_id, Due(thing, course.price_tokens))
    asked = Quote(query.person_id, course.owner_id, thing, terms.listed, granted=terms.granted)
    quoted = quote(tx, asked)
    return PurchaseOffer(
        course_id=course.id,
        title=course.title,
        price=course.price_tokens,
        earned=quoted.offer.earned,
        purchased=quoted.offer.purchased,
        held=quoted.purchased,
        missing=quoted.missing,
        waiting=quoted.waiting,
        code=terms.use_id,
        lowered=course.price_tokens - terms.listed,
        granted=terms.granted,
        given=spendable(tx, query.person_id, thing).given,
        limited=quoted.limited,
    )


def buy_course(tx: Tx, command: BuyCourse) -> Bought:
    """Price, access and enrollment in one; for who is in the course already nothing happens.

    Raises NotFound, CourseNotOpen, Outdated (another price by now), NotEnough, OwnCourse,
    PriceTooLow.
    """
    person_row(tx, command.person_id)
    course = visible_course(tx, command.person_id, command.course_id)
    thing = thing_of(course.id)
    sales = sales_of(tx, command.person_id, thing)
    kept = next((sale for sale in sales if sale.left), None)
    kept = kept or kept_including(tx, command.person_id, thing)
    if kept is not None or is_enrolled(tx, command.person_id, course.id):
        if kept is not None:
            enroll_buyer(tx, command.person_id, course.id)
        return Bought(course.id, kept.sale_id if kept else 0, is_new=False)
    if course.state != CourseState.PUBLISHED:
        raise CourseNotOpen(title=course.title)
    if course.price_tokens != command.price_seen:
        raise Outdated(what="price")
    if command.code_seen:
        tx.lock("person", command.person_id, course.owner_id)  # both at once, as a sale does
    terms = take_terms(tx, command.person_id, Due(thing, course.price_tokens), command.code_seen)
    sold = sell(
        tx,
        Sell(
            # A course that was given back can be bought anew: once after each sale.
            key=f"{thing}:{command.person_id}:{sales[0].sale_id if sales else 0}",
            buyer_id=command.person_id,
            educator_id=course.owner_id,
            thing=thing,
            list_price=terms.listed,
        ),
    )
    enroll_buyer(tx, command.person_id, course.id)
    return Bought(course.id, sold.sale_id, is_new=True)


def purchase_of(tx: ReadTx, query: CourseQuery) -> Purchase | None:
    """What this person bought of it and has not given back; with a cohort it does not go back
    alone. Raises NotFound."""
    course = visible_course(tx, query.person_id, query.course)
    thing = thing_of(course.id)
    with_cohort = kept_including(tx, query.person_id, thing)
    kept = kept_sale(tx, query.person_id, thing) or with_cohort
    if kept is None:
        return None
    counted = count_opened(tx, query.person_id, course.id)
    was_refunded = course_was_refunded(tx, query.person_id, course.id)
    return Purchase(
        sale_id=kept.sale_id,
        paid=kept.left + kept.discount,
        can_undo=with_cohort is None and counted.opened == 0,
        can_refund=with_cohort is None and not was_refunded and not counted.is_too_late,
        opened=counted.opened,
        lessons=counted.lessons,
    )


def undo_purchase(tx: Tx, command: GiveBackCourse) -> GivenBack:
    """All of it back and the enrollment withdrawn, until the first lesson is opened. Raises
    NotFound, NotBought, HeldWithCohort, AlreadyOpened."""
    course, kept = _own_sale(tx, command)
    if count_opened(tx, command.person_id, course.id).opened:
        raise AlreadyOpened(title=course.title)
    return _give_back(tx, course, kept, key=f"course-undone:{kept.sale_id}")


def refund_course(tx: Tx, command: GiveBackCourse) -> GivenBack:
    """All of it back, also after lessons were opened, and the course's rewards with it: once per
    person and course, and with at most 30% of the lessons opened.

    Raises NotFound, NotBought, HeldWithCohort, RefundedBefore, RefundTooLate.
    """
    course, kept = _own_sale(tx, command)
    if course_was_refunded(tx, command.person_id, course.id):
        raise RefundedBefore(title=course.title)
    require_little_opened(tx, command.person_id, course.id)
    given = _give_back(tx, course, kept, key=refund_key(kept.sale_id))
    by = f"refund:{kept.sale_id}"
    take_back_course_grants(tx, command.person_id, course.id, by=by)
    return given


def _own_sale(tx: Tx, command: GiveBackCourse) -> tuple[Any, SaleFacts]:
    course = visible_course(tx, command.person_id, command.course_id)
    thing = thing_of(course.id)
    if kept_including(tx, command.person_id, thing) is not None:
        raise HeldWithCohort(title=course.title)
    kept = kept_sale(tx, command.person_id, thing)
    if kept is None:
        raise NotBought(title=course.title)
    return course, kept


def _give_back(tx: Tx, course: Any, kept: SaleFacts, *, key: str) -> GivenBack:
    back = refund(tx, RefundSale(key, kept.sale_id, kept.left))
    withdraw_buyer(tx, kept.buyer_id, course.id)
    return GivenBack(earned=back.earned + back.discount, purchased=back.purchased)


def enroll_buyer(tx: Tx, person_id: int, course_id: int) -> None:
    """Who has paid is in the course; for who is there already nothing happens."""
    if not is_enrolled(tx, person_id, course_id):
        tx.change(sql.ENROLL, of_person=person_id, of_course=course_id, at=tx.now)
        tx.emit(LearnerEnrolled(course_id, person_id))


def withdraw_buyer(tx: Tx, person_id: int, course_id: int) -> None:
    tx.change(sql.WITHDRAW, of_person=person_id, of_course=course_id)


def count_opened(tx: ReadTx, person_id: int, course_id: int) -> Opened:
    row = tx.query(sql.COUNT_OPENED, of_person=person_id, of_course=course_id)[0]
    return Opened(row.opened, row.lessons)


def require_little_opened(tx: ReadTx, person_id: int, course_id: int) -> None:
    """Raises RefundTooLate."""
    counted = count_opened(tx, person_id, course_id)
    if counted.is_too_late:
        raise RefundTooLate(
            opened=counted.opened, lessons=counted.lessons, percent=REFUNDABLE_PERCENT
        )


def course_was_refunded(tx: ReadTx, person_id: int, course_id: int) -> bool:
    """Alone, or with a cohort that it came along with. An undone purchase does not count: nothing
    of it was opened."""
    thing = thing_of(course_id)
    sales = (*sales_of(tx, person_id, thing), *sales_including(tx, person_id, thing))
    return any(was_refunded_with(tx, refund_key(sale.sale_id)) for sale in sales)


def refund_key(sale_id: int) -> str:
    """Of a refund that takes the course back: one per person and course."""
    return f"course-refunded:{sale_id}"


def _like(row: Any) -> Priced:
    return Priced(row.price_tokens, row.language, json.loads(row.tags))
