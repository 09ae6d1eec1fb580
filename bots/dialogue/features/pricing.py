"""The price of one's own course, with what similar ones cost."""

from __future__ import annotations

from dataclasses import replace

from bots.dialogue import forms
from bots.dialogue.features.teach import course_desk
from bots.dialogue.registry import Answer, action, form
from bots.dialogue.screen import FormField, Mode
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
    texts = visit.texts
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    similar = await visit.read(price_guidance, CourseQuery(visit.person_id, course_id))
    return [
        FormField(
            "price",
            texts("form-price-price", price=card.price_tokens),
            hint=guidance_words(visit, similar, "price"),
            placeholder=texts("form-price-hint", minimum=MINIMUM_PRICE),
            maximum=40,
        )
    ]


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


def is_price(value: str) -> bool:
    number = forms.whole_number(value, most=PRICE_LIMIT_TOKENS)
    return number is not None and (number == 0 or number >= MINIMUM_PRICE)


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    if is_price(value):
        return None
    return visit.texts("price-wrong", minimum=MINIMUM_PRICE, maximum=PRICE_LIMIT_TOKENS)


@form("price", fields=_fields, check=_check)
async def priced(visit: Visit, values: dict[str, str], course_id: Id) -> Answer:
    tokens = forms.whole_number(values["price"], most=PRICE_LIMIT_TOKENS) or 0
    await visit.run(set_price, SetPrice(visit.person_id, course_id, tokens))
    said = (
        visit.said("price-set", tokens=tokens, fee=FEE_BPS // 100, percent=EARNED_SHARE_PERCENT)
        if tokens
        else visit.said("price-free")
    )
    return [said, replace(await course_desk(visit, course_id), mode=Mode.NEW)]
