"""Buying a course: the parts of its price, what is missing, and the way back."""

from __future__ import annotations

from bots.dialogue.features import catalogue
from bots.dialogue.registry import action
from bots.dialogue.screen import Choice, Fact, Screen, Style
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.cohorts.commands import CohortQuery, JoinCohort
from engine.cohorts.queries import cohorts
from engine.cohorts.service import leave_cohort
from engine.courses.commands import BuyCourse, CourseQuery, GiveBackCourse, GivenBack
from engine.courses.purchasing import (
    REFUNDABLE_PERCENT,
    buy_course,
    purchase_offer,
    refund_course,
    undo_purchase,
)
from engine.courses.queries import course_card
from engine.foundation.richtext import Block, bold, text
from engine.wallet.sale_parts import EARNED_SHARE_PERCENT


@action("buy.offer")
async def show_offer(visit: Visit, course_id: Id) -> Screen:
    offer = await visit.read(purchase_offer, CourseQuery(visit.person_id, course_id))
    texts = visit.texts
    parts = texts(
        "buy-parts", price=offer.price - offer.lowered, earned=offer.earned,
        purchased=offer.purchased,
    )  # fmt: skip
    body: list[Block] = [bold(parts)]
    if offer.lowered:
        body.append(text(texts("buy-lowered", tokens=offer.lowered)))
    elif offer.granted:
        body.append(text(texts("buy-granted", tokens=offer.granted)))
    elif offer.given:
        body.append(text(texts("buy-given", tokens=min(offer.given, offer.earned))))
    back = visit.choice("go-back", catalogue.show_course_button, course_id)
    if offer.missing:
        missing = texts(
            "buy-missing", earned=offer.earned, held=offer.held, missing=offer.missing
        )  # fmt: skip
        body += [
            text(missing),
            text(texts("buy-no-packs", percent=EARNED_SHARE_PERCENT)),
        ]
        rows: tuple[tuple[Choice, ...], ...] = (
            (visit.choice("result-wallet", "wallet.show"), back),
            (
                visit.choice("buy-type-code", "redeem.code"),
                visit.choice("buy-ask-scholarship", "scholarship.ask", course_id),
            ),
        )
    else:
        body.append(text(texts("buy-rules", percent=REFUNDABLE_PERCENT)))
        buying = visit.choice(
            "buy-now", buy, course_id, offer.price, offer.code, style=Style.SUCCESS
        )  # fmt: skip
        rows = ((buying, back),)
        if not (offer.code or offer.given):
            rows = (*rows, (visit.choice("buy-type-code", "redeem.code"),))
    if offer.limited:
        body.append(text(texts(f"buy-limited-{offer.limited}")))
    if offer.waiting:
        body.append(text(texts("buy-waiting", tokens=offer.waiting)))
    return Screen(
        title=texts("buy-title", course=offer.title),
        body=tuple(body),
        facts=(Fact(texts("fact-price"), texts("course-price", tokens=offer.price)),),
        rows=rows,
    )


@action("buy.now")
async def buy(visit: Visit, course_id: Id, price: Id, code: Id) -> Screen:
    """At the price that was shown, with the code that was in it; a second press finds what the
    first one bought."""
    await visit.run(buy_course, BuyCourse(visit.person_id, course_id, price, code))
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    texts = visit.texts
    return Screen(
        title=texts("bought-title", course=card.title),
        body=(text(texts("bought-what", lessons=card.lessons)),),
        rows=(
            (
                visit.choice("lesson-read", catalogue.start_course, course_id, style=Style.PRIMARY),
                visit.choice("bought-undo", undo, course_id),
            ),
        ),
    )


@action("buy.undo")
async def undo(visit: Visit, course_id: Id) -> Screen:
    given = await visit.run(undo_purchase, GiveBackCourse(visit.person_id, course_id))
    return await _is_back(visit, course_id, given)


@action("buy.return")
async def ask_return(visit: Visit, course_id: Id) -> Screen:
    texts = visit.texts
    return Screen(
        title=texts("return-sure"),
        body=(text(texts("return-what")),),
        rows=(
            (
                visit.choice("return-yes", return_now, course_id, style=Style.DANGER),
                visit.choice("go-back", catalogue.show_course_button, course_id),
            ),
        ),
    )


@action("buy.return_now")
async def return_now(visit: Visit, course_id: Id) -> Screen:
    given = await visit.run(refund_course, GiveBackCourse(visit.person_id, course_id))
    return await _is_back(visit, course_id, given)


async def _is_back(visit: Visit, course_id: int, given: GivenBack) -> Screen:
    """The tokens are in the wallet, and the person in none of the course's groups."""
    for cohort in await visit.read(cohorts, CohortQuery(visit.person_id, course_id)):
        if cohort.is_member:
            await visit.run(leave_cohort, JoinCohort(visit.person_id, cohort.cohort_id))
    texts = visit.texts
    return Screen(
        title=texts("returned-title"),
        body=(text(texts("returned-what", earned=given.earned, purchased=given.purchased)),),
        rows=(
            (
                visit.choice("result-wallet", "wallet.show"),
                visit.choice("courses-all", catalogue.page_of_courses, 1),
            ),
        ),
    )
