"""A cohort's price, buying it together with its course, and giving it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.cohorts import statements as sql
from engine.cohorts.commands import JoinCohort
from engine.cohorts.errors import CohortClosed, CohortNotBought, CohortRefundedBefore
from engine.cohorts.joining import (
    cohort_row,
    has_paid,
    is_member,
    leave_cohort,
    let_in,
    memberships_in,
    owned_cohort,
    thing_of,
)
from engine.cohorts.purchase_commands import (
    BuyCohort,
    CohortBought,
    GiveBackCohort,
    SetCohortPrice,
)
from engine.courses.access import has_bought, is_enrolled, visible_course
from engine.courses.access import thing_of as course_thing
from engine.courses.commands import CourseState, GiveBackCourse, GivenBack
from engine.courses.discounting import take_terms
from engine.courses.errors import AlreadyOpened, CourseNotOpen
from engine.courses.purchasing import (
    check_price,
    count_opened,
    course_was_refunded,
    enroll_buyer,
    refund_course,
    refund_key,
    require_little_opened,
    undo_purchase,
    withdraw_buyer,
)
from engine.foundation.errors import Outdated
from engine.foundation.tx import ReadTx, Tx
from engine.people.queries import person_row
from engine.wallet.discount_codes import Due
from engine.wallet.lots import NOTHING_ELSE, Also
from engine.wallet.reversing import take_back_course_grants
from engine.wallet.sale_commands import RefundSale, SaleFacts, Sell
from engine.wallet.sale_parts import MINIMUM_PRICE
from engine.wallet.sale_queries import (
    kept_sale,
    sales_including,
    sales_of,
    was_refunded_with,
)
from engine.wallet.sales import refund, sell


def set_cohort_price(tx: Tx, command: SetCohortPrice) -> bool:
    """False when it is the price already; who is a member stays one at any price.

    Raises NotFound, Forbidden, PriceTooLow, PriceTooHigh, TreasuryNotOpen.
    """
    tx.lock("cohort", command.cohort_id)
    cohort = owned_cohort(tx, command.by_person_id, command.cohort_id)
    check_price(tx, command.tokens)
    if cohort.price_tokens == command.tokens:
        return False
    tx.change(sql.SET_PRICE, cohort_id=cohort.id, new_price=command.tokens)
    return True


def paid_for_course(tx: ReadTx, person_id: int, course_id: int) -> int:
    """For the course alone: that much of a cohort's price need not be paid again."""
    kept = kept_sale(tx, person_id, course_thing(course_id))
    return kept.left + kept.discount if kept is not None else 0


def due_of(price: int, counted: int) -> int:
    """What is left of a cohort's price. Less than the smallest price that a sale may have is not
    asked for: nobody pays more than the cohort costs."""
    due = price - counted
    return due if due >= MINIMUM_PRICE else 0


def to_pay(tx: ReadTx, person_id: int, cohort: Any, course: Any, due: int) -> Due:
    """A code for the course counts for its cohorts, and a scholarship for whoever would get the
    course with it: each up to what the course costs."""
    its_part = Also(course_thing(course.id), course.price_tokens)
    lots = NOTHING_ELSE if has_course(tx, person_id, course.id) else its_part
    return Due(thing_of(cohort.id), due, codes=its_part, lots=lots)


def has_course(tx: ReadTx, person_id: int, course_id: int) -> bool:
    """For nothing, or paid for in whatever way."""
    return is_enrolled(tx, person_id, course_id) or has_bought(tx, person_id, course_id)


def buy_cohort(tx: Tx, command: BuyCohort) -> CohortBought:
    """Price, membership, access and enrollment in one. Who is a member, or has paid and left, pays
    nothing more.

    Raises NotFound, CohortClosed, CourseNotOpen, Outdated (another price or other terms by now),
    NotEnough, OwnCourse.
    """
    person_id = command.person_id
    person_row(tx, person_id)
    tx.lock("cohort", command.cohort_id)
    cohort = cohort_row(tx, command.cohort_id)
    course = visible_course(tx, person_id, cohort.course_id)
    thing = thing_of(cohort.id)
    sales = sales_of(tx, person_id, thing)
    kept = next((sale for sale in sales if sale.left), None)
    if kept is not None or is_member(tx, person_id, cohort.id):
        if kept is not None:
            _come_in(tx, person_id, cohort)
        return CohortBought(cohort.id, course.id, kept.sale_id if kept else 0, is_new=False)
    if cohort.state != "open":
        raise CohortClosed(title=cohort.title)
    if course.state != CourseState.PUBLISHED:
        raise CourseNotOpen(title=course.title)
    tx.lock("person", person_id, course.owner_id)  # what was paid for the course stays as it is
    due = due_of(cohort.price_tokens, paid_for_course(tx, person_id, course.id))
    if not cohort.price_tokens or due != command.due_seen:
        raise Outdated(what="price")
    sale_id = 0
    if due:
        in_all = to_pay(tx, person_id, cohort, course, due)
        terms = take_terms(tx, person_id, in_all, command.code_seen)
        asked = Sell(
            # What was given back can be bought anew: once after each sale.
            key=f"{thing}:{person_id}:{sales[0].sale_id if sales else 0}",
            buyer_id=person_id,
            educator_id=course.owner_id,
            thing=thing,
            list_price=terms.listed,
            includes=_includes(tx, person_id, course),
            also=in_all.lots,
        )
        sale_id = sell(tx, asked).sale_id
    _come_in(tx, person_id, cohort)
    return CohortBought(cohort.id, course.id, sale_id, is_new=True)


def _includes(tx: ReadTx, person_id: int, course: Any) -> str:
    """The course, but for who is in it for nothing: it was theirs before and stays theirs."""
    is_theirs = is_enrolled(tx, person_id, course.id) and not has_bought(tx, person_id, course.id)
    return "" if is_theirs else course_thing(course.id)


def _come_in(tx: Tx, person_id: int, cohort: Any) -> None:
    enroll_buyer(tx, person_id, cohort.course_id)
    if not is_member(tx, person_id, cohort.id):
        let_in(tx, person_id, cohort)


def undo_cohort(tx: Tx, command: GiveBackCohort) -> GivenBack:
    """All of it back until a lesson of the course is opened. Raises NotFound, CohortNotBought,
    AlreadyOpened."""
    cohort, course, kept = _own_sale(tx, command)
    if count_opened(tx, command.person_id, course.id).opened:
        raise AlreadyOpened(title=course.title)
    goes_along = course_goes_along(tx, kept, course)
    return _give_back(
        tx, cohort, kept, key=f"cohort-undone:{kept.sale_id}", goes_along=goes_along
    )  # fmt: skip


def refund_cohort(tx: Tx, command: GiveBackCohort) -> GivenBack:
    """All of it back also after lessons were opened, by the rules of a course: once per person, and
    with at most 30% of its lessons opened. When the course goes along, its rewards do too.

    Raises NotFound, CohortNotBought, CohortRefundedBefore, RefundTooLate.
    """
    cohort, course, kept = _own_sale(tx, command)
    goes_along = course_goes_along(tx, kept, course)
    if cohort_was_refunded(tx, command.person_id, cohort, goes_along=goes_along):
        raise CohortRefundedBefore(title=cohort.title)
    require_little_opened(tx, command.person_id, course.id)
    key = refund_key(kept.sale_id) if goes_along else _refund_key(kept.sale_id)
    given = _give_back(tx, cohort, kept, key=key, goes_along=goes_along)
    if goes_along:
        by = f"refund:{kept.sale_id}"
        take_back_course_grants(tx, command.person_id, course.id, by=by)
    return given


def undo_course(tx: Tx, command: GiveBackCourse) -> GivenBack:
    """As `undo_purchase`, and out of the cohorts that the course had led into."""
    return _with_cohorts(tx, command, undo_purchase)


def give_course_back(tx: Tx, command: GiveBackCourse) -> GivenBack:
    """As `refund_course`, and out of the cohorts that the course had led into."""
    return _with_cohorts(tx, command, refund_course)


def _with_cohorts(
    tx: Tx, command: GiveBackCourse, back: Callable[[Tx, GiveBackCourse], GivenBack]
) -> GivenBack:
    joined = memberships_in(tx, command.person_id, command.course_id)
    given = back(tx, command)
    for cohort_id in joined:
        leave_cohort(tx, JoinCohort(command.person_id, cohort_id))
    return given


def course_goes_along(tx: ReadTx, kept: SaleFacts, course: Any) -> bool:
    """Did it come with this sale, and is it neither free by now nor paid for otherwise?"""
    thing = course_thing(course.id)
    brought = sales_including(tx, kept.buyer_id, thing)
    others = (*brought, *sales_of(tx, kept.buyer_id, thing))
    return (
        course.price_tokens > 0
        and any(sale.sale_id == kept.sale_id for sale in brought)
        and not any(sale.left for sale in others if sale.sale_id != kept.sale_id)
    )


def cohort_was_refunded(tx: ReadTx, person_id: int, cohort: Any, *, goes_along: bool) -> bool:
    """An undone purchase does not count."""
    if goes_along and course_was_refunded(tx, person_id, cohort.course_id):
        return True
    return any(
        was_refunded_with(tx, key(sale.sale_id))
        for sale in sales_of(tx, person_id, thing_of(cohort.id))
        for key in (_refund_key, refund_key)
    )


def _refund_key(sale_id: int) -> str:
    return f"cohort-refunded:{sale_id}"


def _own_sale(tx: Tx, command: GiveBackCohort) -> tuple[Any, Any, SaleFacts]:
    cohort = cohort_row(tx, command.cohort_id)
    course = visible_course(tx, command.person_id, cohort.course_id)
    kept = kept_sale(tx, command.person_id, thing_of(cohort.id))
    if kept is None:
        raise CohortNotBought(title=cohort.title)
    return cohort, course, kept


def _give_back(tx: Tx, cohort: Any, kept: SaleFacts, *, key: str, goes_along: bool) -> GivenBack:
    person_id = kept.buyer_id
    joined = memberships_in(tx, person_id, cohort.course_id)
    back = refund(tx, RefundSale(key, kept.sale_id, kept.left))
    for cohort_id in joined if goes_along else (cohort.id,):
        # Who was linked to somebody may have paid for it twice.
        if not has_paid(tx, person_id, cohort_id):
            leave_cohort(tx, JoinCohort(person_id, cohort_id))
    if goes_along:
        withdraw_buyer(tx, person_id, cohort.course_id)
    return GivenBack(earned=back.earned + back.discount, purchased=back.purchased)
