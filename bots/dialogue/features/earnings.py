"""What educators earn: what waits and until when, what is theirs, what they owe."""

from __future__ import annotations

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Fact, Screen
from bots.dialogue.titles import title_of
from bots.dialogue.tokens import Small
from bots.dialogue.visit import Visit
from engine.cohorts.commands import JoinCohort
from engine.cohorts.joining import cohort_in
from engine.cohorts.queries import cohort_card
from engine.foundation.errors import NotFound
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.wallet.sale_commands import EarningsQuery, PendingOrder
from engine.wallet.sale_notices import (
    SalesMade,
    TellOfSales,
    is_told_of_sales,
    set_told_of_sales,
)
from engine.wallet.sale_queries import earnings

MOST_ORDERS = 10


@command("earnings", audience="educator")
async def show(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_earnings(visit)


@action("earnings.show")
async def show_earnings(visit: Visit) -> Screen:
    told = await visit.read(earnings, EarningsQuery(visit.person_id))
    texts = visit.texts
    facts = [
        Fact(texts("earnings-available"), texts("course-price", tokens=told.available)),
        Fact(texts("earnings-pending"), texts("course-price", tokens=told.pending)),
        Fact(texts("earnings-reserve"), texts("course-price", tokens=told.reserve)),
        Fact(texts("earnings-this-month"), texts("course-price", tokens=told.this_month)),
    ]
    if told.debt:
        facts.append(Fact(texts("earnings-debt"), texts("course-price", tokens=told.debt)))
    body: list[Block] = []
    titles: dict[str, str] = {}
    for order in told.orders[:MOST_ORDERS]:
        if order.thing not in titles:
            titles[order.thing] = await _title_of(visit, order)
        course = titles[order.thing]
        if order.is_held:
            told_of = texts("earnings-order-held", course=course)
        else:
            told_of = texts("earnings-order", course=course, day=texts.local_day(order.matures_at))
        body.append(
            Paragraph((Span(f"+{texts.number(order.net)}", is_bold=True), Span(f"  {told_of}")))
        )
    if len(told.orders) > MOST_ORDERS:
        body.append(text(texts("earnings-more", orders=len(told.orders) - MOST_ORDERS)))
    if held := sum(order.net for order in told.orders if order.is_held):
        body.append(text(texts("earnings-held", tokens=held)))
    if told.reserves:
        day = texts.local_day(told.reserves[0].until)
        tokens = sum(one.tokens for one in told.reserves if texts.local_day(one.until) == day)
        body.append(text(texts("earnings-released", tokens=tokens, day=day)))
    if told.debt:
        body.append(text(texts("earnings-debt-what")))
    if not body:
        body.append(text(texts("earnings-none")))
    return Screen(
        title=texts("earnings-title"),
        body=tuple(body),
        facts=tuple(facts),
        rows=((visit.choice("desk-title", "desk.show"), await _telling(visit)),),
    )


async def _telling(visit: Visit) -> Choice:
    if await visit.read(is_told_of_sales, visit.person_id):
        return visit.choice("sold-quiet", set_telling, 0)
    return visit.choice("sold-loud", set_telling, 1)


@action("earnings.tell")
async def set_telling(visit: Visit, is_wanted: Small) -> Screen:
    await visit.run(set_told_of_sales, TellOfSales(visit.person_id, bool(is_wanted)))
    return visit.said("sold-loud-now") if is_wanted else visit.said("sold-quiet-now")


@announcement(SalesMade)
async def tell_sales(telling: Telling, event: SalesMade) -> Screen | None:
    """An hour's sales in one message, with the way to hear of them no more."""
    texts = telling.texts
    return Screen(
        title=texts("sold-title", sales=event.sales),
        body=(text(texts("sold-what", tokens=event.net)),),
        rows=(
            (
                Choice(texts("sold-open"), telling.token("earnings.show")),
                Choice(texts("sold-quiet"), telling.token("earnings.tell", 0)),
            ),
        ),
        is_silent=True,
    )


async def _title_of(visit: Visit, order: PendingOrder) -> str:
    """A course that changed hands meanwhile is not named."""
    cohort_id = cohort_in(order.thing)
    if cohort_id is None:
        return await title_of(visit.read, visit.person_id, order.thing) or "—"
    try:
        cohort = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    except NotFound:
        return "—"
    return visit.texts("cohort-of-course", cohort=cohort.title, course=cohort.course_title)
