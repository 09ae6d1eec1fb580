"""What earned tokens can be turned into: vouchers, codes typed in, scholarships."""

from __future__ import annotations

from bots.dialogue import forms
from bots.dialogue.features import catalogue, cohort_purchases, purchases
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, Option, action, announcement, command, form
from bots.dialogue.screen import Choice, Fact, FormField, Mode, Screen, Style
from bots.dialogue.titles import title_of
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.cohorts.commands import JoinCohort
from engine.cohorts.joining import cohort_in
from engine.cohorts.queries import cohort_card
from engine.courses.access import course_in, thing_of
from engine.courses.commands import CourseQuery
from engine.courses.purchasing import purchase_of, purchase_offer
from engine.courses.queries import course_card
from engine.foundation.errors import NotFound
from engine.foundation.richtext import Block, Paragraph, Span, bold, text
from engine.people.commands import UseAllowance
from engine.people.service import use_allowance
from engine.wallet.discount_codes import GiveCode, give_code, given_code
from engine.wallet.redemption_commands import (
    Catalogue,
    EndRedemption,
    GivenLot,
    Redeemed,
    RedeemedQuery,
    RedeemVoucher,
)
from engine.wallet.redemption_queries import catalogue as voucher_catalogue
from engine.wallet.redemption_queries import redeemed, voucher_offer
from engine.wallet.redemptions import RedemptionVoided, confirm_redemption, hold_voucher
from engine.wallet.scholarships import ScholarshipGranted

MOST_OFFERS = 6
MOST_GIVEN = 2
PER_PAGE = 6


@command("redeem", options=[Option("code")])
async def redeem(visit: Visit, given: dict[str, str]) -> Answer:
    """The catalogue; or a code that was typed in."""
    code = (given.get("code") or given.get("text") or "").strip()
    return await code_given(visit, code) if code else await front(visit)


@action("redeem.front")
async def front(visit: Visit) -> Screen:
    texts = visit.texts
    found = await visit.read(voucher_catalogue, visit.person_id)
    body: list[Block] = [bold(texts("redeem-earned", tokens=found.earned))]
    if found.waiting:
        body.append(text(texts("redeem-waiting", tokens=found.waiting)))
    rows: list[tuple[Choice, ...]] = []
    for lot in found.given[:MOST_GIVEN]:
        rows += await _given(visit, lot, body)
    code = await visit.read(given_code, visit.person_id)
    if code is not None:
        body.append(text(texts(f"redeem-code-{'any' if not code.thing else 'one'}")))
    body.append(text(_vouchers(visit, found)))
    rows += [
        (
            visit.choice(
                "redeem-offer", show_offer, offer.offer_id, title=offer.title[:24],
                tokens=offer.price,
            ),
        )
        for offer in found.offers[:MOST_OFFERS]
    ]  # fmt: skip
    row = [visit.choice("redeem-type-code", ask_code)]
    if found.redeemed:
        row.append(visit.choice("redeem-mine", mine, 1))
    last = (visit.choice("result-wallet", "wallet.show"),)
    return Screen(title=texts("redeem-title"), body=tuple(body), rows=(*rows, tuple(row), last))


def _vouchers(visit: Visit, found: Catalogue) -> str:
    if not found.offers:
        return visit.texts("redeem-none")
    if not found.has_paid:
        return visit.texts("redeem-wants-purchase")
    return visit.texts("redeem-vouchers", left=found.left_this_month, cap=found.cap)


async def _given(visit: Visit, lot: GivenLot, body: list[Block]) -> list[tuple[Choice, ...]]:
    """Tokens for one course or cohort alone, with the way to it while it is there."""
    title = await title_of(visit.read, visit.person_id, lot.thing)
    if title is None:
        return []
    cohort_id = cohort_in(lot.thing)
    way = "buy.offer" if cohort_id is None else "cohort.offer"
    number = course_in(lot.thing) if cohort_id is None else cohort_id
    until = visit.texts.before(lot.use_by, visit.now)
    said = visit.texts("redeem-given", tokens=lot.tokens, course=title, day=until)
    body.append(text(said))
    opening = visit.choice(
        "redeem-given-open", way, number, style=Style.PRIMARY, course=title[:20]
    )  # fmt: skip
    return [(opening,)]


@action("redeem.offer")
async def show_offer(visit: Visit, offer_id: Id) -> Screen:
    """What it is, its rules, and what one has: nothing is taken yet."""
    texts = visit.texts
    offer = await visit.read(voucher_offer, offer_id)
    found = await visit.read(voucher_catalogue, visit.person_id)
    back = visit.choice("go-back", front)
    body: list[Block] = [bold(texts("redeem-have", earned=found.earned, price=offer.price))]
    problem = ""
    if not offer.in_stock or offer.valid_until <= visit.now:
        problem = texts("error-wallet-sold_out", title=offer.title)
    elif not found.has_paid:
        problem = texts("error-wallet-no_paid_purchase")
    elif offer.price > found.left_this_month:
        problem = texts("error-wallet-voucher_cap", cap=found.cap, left=found.left_this_month)
    elif offer.price > found.earned:
        problem = texts(
            "error-wallet-earned_too_few", price=offer.price, earned=found.earned,
            waiting=found.waiting,
        )  # fmt: skip
    rows: tuple[tuple[Choice, ...], ...] = ((back,),)
    if problem:
        body.append(text(problem))
    else:
        body.append(text(texts("redeem-rules", cap=found.cap)))
        taking = visit.choice(
            "redeem-take", take, offer_id, found.redeemed, style=Style.SUCCESS, tokens=offer.price
        )
        rows = ((taking, back),)
    return Screen(
        title=offer.title,
        body=tuple(body),
        facts=(
            Fact(texts("redeem-partner"), offer.partner),
            Fact(texts("fact-price"), texts("course-price", tokens=offer.price)),
            Fact(texts("redeem-valid"), texts.last_day(offer.valid_until)),
        ),
        rows=rows,
    )


@action("redeem.take")
async def take(visit: Visit, offer_id: Id, number: Id) -> Screen:
    """Held, then confirmed: a crash in between lets go of both, and a second press finds the first
    one's. The code is read apart, so that no answer of the engine that is kept holds it."""
    held = await visit.run(hold_voucher, RedeemVoucher(visit.person_id, offer_id, number))
    await visit.run(confirm_redemption, EndRedemption(visit.person_id, held.redemption_id))
    return await show_one(visit, held.redemption_id)


@action("redeem.one")
async def show_one(visit: Visit, redemption_id: Id) -> Screen:
    [one] = await visit.read(redeemed, RedeemedQuery(visit.person_id, redemption_id))
    texts = visit.texts
    body: list[Block] = []
    if one.code:
        body.append(text(texts("redeemed-code", partner=one.partner)))
        body.append(Paragraph((Span(one.code, is_code=True),)))
        body.append(text(texts("redeemed-yours")))
    else:
        body.append(text(texts("redeemed-voided" if one.state == "voided" else "redeemed-held")))
    return Screen(
        title=one.title,
        body=tuple(body),
        facts=(
            Fact(texts("redeemed-for"), texts("course-price", tokens=one.tokens)),
            Fact(texts("redeem-valid"), texts.last_day(one.valid_until)),
        ),
        rows=((visit.choice("redeem-mine", mine, 1), visit.choice("go-back", front)),),
    )


@action("redeem.mine")
async def mine(visit: Visit, page: Small) -> Screen:
    """Everything that one redeemed, the newest first."""
    every = await visit.read(redeemed, RedeemedQuery(visit.person_id))
    texts = visit.texts
    pages = max(1, -(-len(every) // PER_PAGE))
    page = min(max(1, page), pages)
    shown = every[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows: list[tuple[Choice, ...]] = [
        (
            visit.choice(
                "redeemed-open", show_one, one.redemption_id, title=one.title[:20],
                day=texts.local_day(one.made_at),
            ),
        )
        for one in shown
    ]  # fmt: skip
    turning = []
    if page > 1:
        turning.append(visit.choice("page-previous", mine, page - 1))
    if page < pages:
        turning.append(visit.choice("page-next", mine, page + 1))
    return Screen(
        title=texts("redeem-mine"),
        body=tuple(_line(visit, one) for one in shown) or (text(texts("redeemed-none")),),
        rows=(*rows, (*turning, visit.choice("go-back", front))),
    )


def _line(visit: Visit, one: Redeemed) -> Paragraph:
    texts = visit.texts
    said = texts(f"redeemed-{one.state}-line", title=one.title, day=texts.local_day(one.made_at))
    return Paragraph((Span(texts.number(one.tokens), is_bold=True), Span(f"  {said}")))


@action("redeem.code", opens_form=True)
async def ask_code(visit: Visit) -> Answer:
    return await forms.open_form(visit, "redeem")


@action("redeem.cohort_code", opens_form=True)
async def ask_cohort_code(visit: Visit, cohort_id: Id) -> Answer:
    """From a cohort's price, and back to it."""
    return await forms.open_form(visit, "cohort_code", cohort_id)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    texts = visit.texts
    return [
        FormField("code", texts("form-redeem-code"), hint=texts("form-redeem-hint"), maximum=64)
    ]


@form("redeem", fields=_fields)
async def code_typed(visit: Visit, values: dict[str, str]) -> Answer:
    return await code_given(visit, values["code"])


@form("cohort_code", fields=_fields)
async def cohort_code_typed(visit: Visit, values: dict[str, str], cohort_id: Id) -> Answer:
    return await code_given(visit, values["code"], cohort_id)


async def code_given(visit: Visit, code: str, cohort_id: int = 0) -> Answer:
    """Each try counts, also a wrong one; why a code is not good is not told. `cohort_id`: at whose
    price it was typed, or 0."""
    await visit.run(use_allowance, UseAllowance(visit.person_id, "redeem"))
    given = await visit.run(give_code, GiveCode(visit.person_id, code))
    texts = visit.texts
    off = (
        texts("code-percent", percent=given.percent)
        if given.percent
        else texts("code-tokens", tokens=given.tokens)
    )
    if shown := await _price_for(visit, given.thing, cohort_id):
        return [visit.said("code-kept-one", off=off), shown]
    return Screen(
        title=texts("code-kept"),
        body=(text(texts("code-kept-any", off=off)),),
        rows=((visit.choice("courses-all", "courses.page", 1),),),
        mode=Mode.NEW,
    )


async def _price_for(visit: Visit, thing: str, cohort_id: int) -> Screen | None:
    """What a code for this thing ("": any) is taken off: the price that it was typed at, else the
    course's, or the course itself, with its cohorts, for who has that."""
    if cohort_id:
        cohort = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
        if thing in ("", thing_of(cohort.course_id)):
            return await cohort_purchases.show_offer(visit, cohort_id)
    if not thing:
        return None
    query = CourseQuery(visit.person_id, course_in(thing))
    card = await visit.read(course_card, query)
    purchase = await visit.read(purchase_of, query)
    is_had = card.enrollment in catalogue.ENROLLED or purchase is not None
    if is_had or not card.price_tokens:
        return await catalogue.show_course(visit, card.course_id)
    return await purchases.show_offer(visit, card.course_id)


@announcement(RedemptionVoided)
async def tell_voided(telling: Telling, event: RedemptionVoided) -> Screen | None:
    texts = telling.texts
    return Screen(
        body=(text(texts("redemption-voided-told", tokens=event.tokens)),),
        rows=((Choice(texts("redeem-again"), telling.token("redeem.front")),),),
    )


@announcement(ScholarshipGranted)
async def tell_scholarship(telling: Telling, event: ScholarshipGranted) -> Screen | None:
    """With one press to buy, where it pays all of it."""
    course_id = course_in(event.thing)
    query = CourseQuery(telling.address.person_id, course_id)
    try:
        offer = await telling.read(purchase_offer, query)
    except NotFound:
        return None
    texts = telling.texts
    buying = Choice(
        texts("scholarship-use"),
        telling.token("buy.now", course_id, offer.price, offer.code)
        if not offer.missing
        else telling.token("buy.offer", course_id),
        style=Style.SUCCESS,
    )
    return Screen(
        title=texts("scholarship-title", course=offer.title),
        body=(text(texts("scholarship-what", tokens=event.tokens)),),
        rows=((buying, Choice(texts("redeem-look"), telling.token("course.show", course_id))),),
    )
