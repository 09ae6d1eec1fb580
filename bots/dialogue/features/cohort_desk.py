"""The cohorts of one's own course: opened, priced with what similar ones cost, closed."""

from __future__ import annotations

from dataclasses import replace

from bots.dialogue import forms
from bots.dialogue.features.pricing import (
    guidance_words,
    price_field,
    price_problem,
    price_said,
    typed_price,
)
from bots.dialogue.registry import Answer, action, form
from bots.dialogue.screen import Choice, Fact, FormField, Mode, Screen, Style
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.cohorts.commands import (
    CloseCohort,
    CohortCard,
    CohortQuery,
    JoinCohort,
    OpenCohort,
)
from engine.cohorts.offers import cohort_price_guidance
from engine.cohorts.purchase_commands import CohortOfferQuery, SetCohortPrice
from engine.cohorts.purchasing import set_cohort_price
from engine.cohorts.queries import cohort_card, cohorts
from engine.cohorts.service import TITLE_LIMIT, close_cohort, open_cohort
from engine.courses.commands import CourseQuery
from engine.courses.queries import course_card
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.wallet.queries import treasury_state

MOST_SHOWN = 7


@action("desk.cohorts")
async def show_cohorts(visit: Visit, course_id: Id) -> Screen:
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    found = await visit.read(cohorts, CohortQuery(visit.person_id, course_id))
    texts = visit.texts
    body: list[Block] = [
        Paragraph((Span(one.title, is_bold=True), Span("\n" + _line(visit, one))))
        for one in found[:MOST_SHOWN]
    ]
    rows: list[tuple[Choice, ...]] = [
        (Choice(one.title[:60], visit.token(show_cohort, one.cohort_id)),)
        for one in found[:MOST_SHOWN]
    ]
    rows.append(
        (
            visit.choice("cohort-new", ask_title, course_id, style=Style.PRIMARY),
            visit.choice("go-back", "desk.course", course_id),
        )
    )
    return Screen(
        title=texts("cohorts-title", course=card.title),
        body=tuple(body) or (text(texts("cohorts-none")),),
        rows=tuple(rows),
    )


def _line(visit: Visit, one: CohortCard) -> str:
    texts = visit.texts
    parts = (
        texts("cohort-state", state=one.state),
        texts("cohort-members", members=one.members),
        _price(visit, one),
    )
    return " · ".join(parts)


def _price(visit: Visit, one: CohortCard) -> str:
    if one.price_tokens:
        return visit.texts("course-price", tokens=one.price_tokens)
    return visit.texts("cohort-comes-along")


@action("desk.cohort")
async def show_cohort(visit: Visit, cohort_id: Id) -> Screen:
    one = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    treasury = await visit.read(treasury_state, None)
    texts = visit.texts
    first: list[Choice] = []
    if one.state == "open":
        if treasury.is_open and treasury.mode != "points":
            first.append(visit.choice("desk-price", ask_price, cohort_id))
        first.append(visit.choice("cohort-close", ask_close, cohort_id))
    back = visit.choice("go-back", show_cohorts, one.course_id)
    return Screen(
        title=one.title,
        facts=(
            Fact(texts("fact-state"), texts("cohort-state", state=one.state)),
            Fact(texts("fact-price"), _price(visit, one)),
            Fact(texts("fact-members"), texts.number(one.members)),
        ),
        body=(text(texts("cohort-no-place")),) if one.state == "open" and not one.places else (),
        rows=((*first, back),),
    )


@action("desk.cohort_new", opens_form=True)
async def ask_title(visit: Visit, course_id: Id) -> Answer:
    return await forms.open_form(visit, "cohort", course_id)


async def _title_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    texts = visit.texts
    return [
        FormField(
            "name", texts("form-cohort-name"), hint=texts("form-cohort-hint"), maximum=TITLE_LIMIT
        )
    ]


@form("cohort", fields=_title_fields)
async def opened(visit: Visit, values: dict[str, str], course_id: Id) -> Answer:
    command = OpenCohort(visit.person_id, course_id, values["name"])
    made = await visit.run(open_cohort, command)
    return replace(await show_cohort(visit, made.cohort_id), mode=Mode.NEW)


@action("desk.cohort_price", opens_form=True)
async def ask_price(visit: Visit, cohort_id: Id) -> Answer:
    return await forms.open_form(visit, "cohort_price", cohort_id)


async def _price_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    cohort_id = int(arguments[0])
    texts = visit.texts
    one = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    course = await visit.read(course_card, CourseQuery(visit.person_id, one.course_id))
    query = CohortOfferQuery(visit.person_id, cohort_id)
    similar = await visit.read(cohort_price_guidance, query)
    hints = [guidance_words(visit, similar, "cohort-price")]
    if course.price_tokens:
        hints.append(texts("cohort-price-course", tokens=course.price_tokens))
    return [price_field(visit, "cohort_price", one.price_tokens, " ".join(hints))]


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    return price_problem(visit, value, "cohort-price")


@form("cohort_price", fields=_price_fields, check=_check)
async def priced(visit: Visit, values: dict[str, str], cohort_id: Id) -> Answer:
    tokens = typed_price(values)
    await visit.run(set_cohort_price, SetCohortPrice(visit.person_id, cohort_id, tokens))
    desk = replace(await show_cohort(visit, cohort_id), mode=Mode.NEW)
    return [price_said(visit, tokens, "cohort-price"), desk]


@action("desk.cohort_close")
async def ask_close(visit: Visit, cohort_id: Id) -> Screen:
    one = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    texts = visit.texts
    return Screen(
        title=texts("cohort-close-sure", cohort=one.title),
        body=(text(texts("cohort-close-what")),),
        rows=(
            (
                visit.choice("cohort-close-yes", close_now, cohort_id, style=Style.DANGER),
                visit.choice("go-back", show_cohort, cohort_id),
            ),
        ),
    )


@action("desk.cohort_close_now")
async def close_now(visit: Visit, cohort_id: Id) -> Screen:
    await visit.run(close_cohort, CloseCohort(visit.person_id, cohort_id))
    return await show_cohort(visit, cohort_id)
