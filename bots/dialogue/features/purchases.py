"""Buying a course: the parts of its price, what is missing, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bots.dialogue.features import catalogue
from bots.dialogue.registry import action
from bots.dialogue.screen import Choice, Fact, Screen, Style
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.cohorts.purchasing import give_course_back, undo_course
from engine.courses.commands import BuyCourse, CourseQuery, GiveBackCourse, GivenBack
from engine.courses.purchasing import REFUNDABLE_PERCENT, buy_course, purchase_offer
from engine.courses.queries import course_card
from engine.foundation.richtext import Block, bold, text
from engine.wallet.sale_parts import EARNED_SHARE_PERCENT


@dataclass(frozen=True)
class Parts:
    """What pays a price, of what is there: as PurchaseOffer and CohortOffer have it."""

    earned: int
    purchased: int
    held: int
    missing: int
    waiting: int
    limited: str
    code: int
    lowered: int
    granted: int
    given: int


def told(
    visit: Visit, parts: Parts, about: Sequence[Block], rules: str, *, given_id: str
) -> tuple[Block, ...]:
    """The parts of a price in words, and what a code or a scholarship does to it; then what is
    missing, or the rules for giving it back. `given_id`: the text that says for what."""
    texts = visit.texts
    price = parts.earned + parts.purchased
    said = texts("buy-parts", price=price, earned=parts.earned, purchased=parts.purchased)
    body = [bold(said), *about]
    if parts.lowered:
        body.append(text(texts("buy-lowered", tokens=parts.lowered)))
    elif parts.granted:
        body.append(text(texts("buy-granted", tokens=parts.granted)))
    elif parts.given:
        body.append(text(texts(given_id, tokens=min(parts.given, parts.earned))))
    if parts.missing:
        missing = texts(
            "buy-missing", earned=parts.earned, held=parts.held, missing=parts.missing
        )  # fmt: skip
        body += [text(missing), text(texts("buy-no-packs", percent=EARNED_SHARE_PERCENT))]
    else:
        body.append(text(rules))
    if parts.limited:
        body.append(text(texts(f"buy-limited-{parts.limited}")))
    if parts.waiting:
        body.append(text(texts("buy-waiting", tokens=parts.waiting)))
    return tuple(body)


def ways(
    visit: Visit,
    parts: Parts,
    *,
    buying: Choice,
    back: Choice,
    typing: Choice,
    asking: Choice | None,
) -> tuple[tuple[Choice, ...], ...]:
    """On from a price: buying, or what may bring what is missing; `typing` a code where none is in
    it, `asking` for a scholarship where there may be one."""
    if parts.missing:
        more = (typing,) if asking is None else (typing, asking)
        return ((visit.choice("result-wallet", "wallet.show"), back), more)
    if parts.code or parts.given:
        return ((buying, back),)
    return ((buying, back), (typing,))


@action("buy.offer")
async def show_offer(visit: Visit, course_id: Id) -> Screen:
    offer = await visit.read(purchase_offer, CourseQuery(visit.person_id, course_id))
    texts = visit.texts
    parts = Parts(
        offer.earned, offer.purchased, offer.held, offer.missing, offer.waiting, offer.limited,
        offer.code, offer.lowered, offer.granted, offer.given,
    )  # fmt: skip
    rules = texts("buy-rules", percent=REFUNDABLE_PERCENT)
    return Screen(
        title=texts("buy-title", course=offer.title),
        body=told(visit, parts, (), rules, given_id="buy-given"),
        facts=(Fact(texts("fact-price"), texts("course-price", tokens=offer.price)),),
        rows=ways(
            visit,
            parts,
            buying=visit.choice(
                "buy-now", buy, course_id, offer.price, offer.code, style=Style.SUCCESS
            ),
            back=visit.choice("go-back", catalogue.show_course_button, course_id),
            typing=visit.choice("buy-type-code", "redeem.code"),
            asking=visit.choice("buy-ask-scholarship", "scholarship.ask", course_id),
        ),
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
    given = await visit.run(undo_course, GiveBackCourse(visit.person_id, course_id))
    return is_back(visit, given)


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
    given = await visit.run(give_course_back, GiveBackCourse(visit.person_id, course_id))
    return is_back(visit, given)


def is_back(visit: Visit, given: GivenBack) -> Screen:
    """The tokens are in the wallet again."""
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
