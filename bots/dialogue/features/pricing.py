"""The price of one's own course, with what similar ones cost."""

from __future__ import annotations

from dataclasses import replace

from bots.dialogue import forms
from bots.dialogue.features.teach import course_desk
from bots.dialogue.registry import Answer, action, form
from bots.dialogue.screen import FormField, Mode, Screen
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseQuery, PriceGuidance, SetPrice
from engine.courses.folder import PRICE_LIMIT_TOKENS
from engine.courses.purchasing import price_guidance, set_price
from engine.courses.queries import course_card
from engine.wallet.sale_parts import EARNED_SHARE_PERCENT, FEE_BPS, MINIMUM_PRICE


@action("price.ask", opens_form=True)
async def ask_price(visit: Visit, course_id: Id) -> Answer:
    return await forms.open_form(visit, "price", course_id)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    course_id = int(arguments[0])
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    similar = await visit.read(price_guidance, CourseQuery(visit.person_id, course_id))
    hint = guidance_words(visit, similar, "price")
    return [price_field(visit, "price", card.price_tokens, hint)]


def price_field(visit: Visit, form_name: str, price: int, hint: str) -> FormField:
    """`price`: what it costs now."""
    return FormField(
        "price",
        visit.texts("form-price-price", price=price),
        hint=hint,
        placeholder=visit.texts(f"form-{form_name}-hint", minimum=MINIMUM_PRICE),
        maximum=40,
    )


def guidance_words(visit: Visit, similar: PriceGuidance, of: str) -> str:
    """`of`: what the sentences are about (price, cohort-price)."""
    if not similar.courses:
        return visit.texts(f"{of}-no-similar")
    return visit.texts(
        f"{of}-similar",
        courses=similar.courses,
        median=similar.median,
        lowest=similar.lowest,
        highest=similar.highest,
    )


def price_problem(visit: Visit, value: str, of: str) -> str | None:
    number = forms.whole_number(value, most=PRICE_LIMIT_TOKENS)
    if number is None or 0 < number < MINIMUM_PRICE:
        return visit.texts(f"{of}-wrong", minimum=MINIMUM_PRICE, maximum=PRICE_LIMIT_TOKENS)
    return None


def typed_price(values: dict[str, str]) -> int:
    """Of a form that was checked."""
    return forms.whole_number(values["price"], most=PRICE_LIMIT_TOKENS) or 0


def price_said(visit: Visit, tokens: int, of: str) -> Screen:
    if not tokens:
        return visit.said(f"{of}-none")
    return visit.said(f"{of}-set", tokens=tokens, fee=FEE_BPS // 100, percent=EARNED_SHARE_PERCENT)


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    return price_problem(visit, value, "price")


@form("price", fields=_fields, check=_check)
async def priced(visit: Visit, values: dict[str, str], course_id: Id) -> Answer:
    tokens = typed_price(values)
    await visit.run(set_price, SetPrice(visit.person_id, course_id, tokens))
    desk = replace(await course_desk(visit, course_id), mode=Mode.NEW)
    return [price_said(visit, tokens, "price"), desk]
