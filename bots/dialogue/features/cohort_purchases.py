"""Joining a cohort that has a price: its parts, the course that comes along, and the way back."""

from __future__ import annotations

from bots.dialogue.features import catalogue, purchases
from bots.dialogue.registry import action
from bots.dialogue.screen import Choice, Fact, Screen, Style
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.cohorts.commands import JoinCohort
from engine.cohorts.offers import cohort_offer, priced_cohorts
from engine.cohorts.purchase_commands import (
    BuyCohort,
    CohortOffer,
    CohortOfferQuery,
    GiveBackCohort,
)
from engine.cohorts.purchasing import buy_cohort, refund_cohort, undo_cohort
from engine.cohorts.queries import cohort_card
from engine.courses.commands import CourseQuery
from engine.courses.purchasing import REFUNDABLE_PERCENT
from engine.courses.queries import course_card
from engine.foundation.richtext import Block, bold, text


@action("cohort.offer")
async def show_offer(visit: Visit, cohort_id: Id) -> Screen:
    offer = await visit.read(cohort_offer, CohortOfferQuery(visit.person_id, cohort_id))
    texts = visit.texts
    about = [text(_about(visit, offer))]
    back = visit.choice("go-back", catalogue.show_course_button, offer.course_id)
    buying = visit.choice(
        "buy-now" if offer.due else "cohort-join-now", join, cohort_id, offer.due, offer.code,
        style=Style.SUCCESS,
    )  # fmt: skip
    quoted = offer.quoted
    rows: tuple[tuple[Choice, ...], ...] = ((buying, back),)
    if quoted is None:
        body: tuple[Block, ...] = (bold(texts("cohort-nothing-due")), *about)
    else:
        parts = purchases.Parts(
            quoted.offer.earned, quoted.offer.purchased, quoted.purchased, quoted.missing,
            quoted.waiting, quoted.limited, offer.code, offer.lowered, offer.granted, offer.given,
        )  # fmt: skip
        body = purchases.told(visit, parts, about, _rules(visit, offer), given_id="cohort-given")
        rows = purchases.ways(
            visit,
            parts,
            buying=buying,
            back=back,
            typing=visit.choice("buy-type-code", "redeem.cohort_code", cohort_id),
            asking=visit.choice("buy-ask-scholarship", "scholarship.ask", offer.course_id)
            if offer.can_ask
            else None,
        )
    return Screen(
        title=texts("cohort-title", cohort=offer.title),
        body=body,
        facts=(Fact(texts("fact-price"), texts("course-price", tokens=offer.price)),),
        rows=rows,
    )


def _about(visit: Visit, offer: CohortOffer) -> str:
    if offer.counted:
        return visit.texts("cohort-counted", counted=offer.counted, course=offer.course_title)
    return visit.texts("cohort-with-course", course=offer.course_title)


def _rules(visit: Visit, offer: CohortOffer) -> str:
    texts = visit.texts
    if offer.no_return:
        return texts(
            "cohort-no-return", reason=offer.no_return, opened=offer.opened, lessons=offer.lessons
        )
    return texts("cohort-rules" if offer.opened else "buy-rules", percent=REFUNDABLE_PERCENT)


@action("cohort.now")
async def join(visit: Visit, cohort_id: Id, due: Id, code: Id) -> Screen:
    """At the price that was shown, with the code that was in it; a second press finds what the
    first one bought."""
    bought = await visit.run(buy_cohort, BuyCohort(visit.person_id, cohort_id, due, code))
    texts = visit.texts
    cohort = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    course = await visit.read(course_card, CourseQuery(visit.person_id, bought.course_id))
    said = [texts("cohort-joined-what", lessons=course.lessons, course=course.title)]
    reading = visit.choice(
        "lesson-read", catalogue.start_course, course.course_id, style=Style.PRIMARY
    )
    row: tuple[Choice, ...] = (reading,)
    cohorts = await visit.read(priced_cohorts, CourseQuery(visit.person_id, bought.course_id))
    if any(one.can_undo for one in cohorts if one.cohort_id == cohort_id):
        said.append(texts("cohort-joined-undo"))
        row = (reading, visit.choice("bought-undo", undo, cohort_id))
    return Screen(
        title=texts("cohort-joined-title", cohort=cohort.title),
        body=(text(" ".join(said)),),
        rows=(row,),
    )


@action("cohort.undo")
async def undo(visit: Visit, cohort_id: Id) -> Screen:
    given = await visit.run(undo_cohort, GiveBackCohort(visit.person_id, cohort_id))
    return purchases.is_back(visit, given)


@action("cohort.return")
async def ask_return(visit: Visit, cohort_id: Id) -> Screen:
    """What would go back, told before it does."""
    texts = visit.texts
    cohort = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    cohorts = await visit.read(priced_cohorts, CourseQuery(visit.person_id, cohort.course_id))
    takes_course = any(one.takes_course for one in cohorts if one.cohort_id == cohort_id)
    return Screen(
        title=texts("cohort-return-sure", cohort=cohort.title),
        body=(text(texts("cohort-return-all" if takes_course else "cohort-return-alone")),),
        rows=(
            (
                visit.choice("return-yes", return_now, cohort_id, style=Style.DANGER),
                visit.choice("go-back", catalogue.show_course_button, cohort.course_id),
            ),
        ),
    )


@action("cohort.return_now")
async def return_now(visit: Visit, cohort_id: Id) -> Screen:
    given = await visit.run(refund_cohort, GiveBackCohort(visit.person_id, cohort_id))
    return purchases.is_back(visit, given)
