"""What educators earn: what waits and until when, what is theirs, what they owe."""

from __future__ import annotations

from bots.dialogue.registry import Answer, action, command
from bots.dialogue.screen import Fact, Screen
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseQuery
from engine.courses.queries import course_card
from engine.foundation.errors import NotFound
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.wallet.sale_commands import EarningsQuery, PendingOrder
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
        Fact(texts("earnings-available"), texts.number(told.available)),
        Fact(texts("earnings-pending"), texts.number(told.pending)),
        Fact(texts("earnings-reserve"), texts.number(told.reserve)),
        Fact(texts("earnings-this-month"), texts.number(told.this_month)),
    ]
    if told.debt:
        facts.append(Fact(texts("earnings-debt"), texts.number(told.debt)))
    body: list[Block] = []
    titles: dict[str, str] = {}
    for order in told.orders[:MOST_ORDERS]:
        if order.thing not in titles:
            titles[order.thing] = await _title_of(visit, order)
        told_of = texts("earnings-order", course=titles[order.thing], day=order.matures_at.date())
        body.append(
            Paragraph((Span(f"+{texts.number(order.net)}", is_bold=True), Span(f"  {told_of}")))
        )
    if len(told.orders) > MOST_ORDERS:
        body.append(text(texts("earnings-more", orders=len(told.orders) - MOST_ORDERS)))
    if told.reserves:
        soonest = told.reserves[0]
        day = soonest.until.date()
        body.append(text(texts("earnings-released", tokens=soonest.tokens, day=day)))
    if told.debt:
        body.append(text(texts("earnings-debt-what")))
    if not body:
        body.append(text(texts("earnings-none")))
    return Screen(
        title=texts("earnings-title"),
        body=tuple(body),
        facts=tuple(facts),
        rows=((visit.choice("desk-title", "desk.show"),),),
    )


async def _title_of(visit: Visit, order: PendingOrder) -> str:
    """A course that changed hands meanwhile is not named."""
    course_id = int(order.thing.partition(":")[2])
    try:
        return (await visit.read(course_card, CourseQuery(visit.person_id, course_id))).title
    except NotFound:
        return "—"
