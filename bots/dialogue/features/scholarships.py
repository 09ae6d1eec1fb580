"""Scholarships: asked for from a price, proposed by an administrator."""

from __future__ import annotations

from bots.dialogue import forms
from bots.dialogue.features import proposals
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, form
from bots.dialogue.screen import Choice, FormField, Mode, Screen, Style
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseQuery
from engine.courses.folder import PRICE_LIMIT_TOKENS
from engine.courses.queries import course_card
from engine.courses.scholarships import (
    AskScholarship,
    ProposeScholarship,
    ScholarshipAsked,
    ask_scholarship,
    propose_scholarship,
)
from engine.foundation.errors import NotFound
from engine.foundation.richtext import text
from engine.people.commands import UseAllowance
from engine.people.queries import first_names
from engine.people.service import use_allowance
from engine.wallet.errors import InsufficientBalance
from engine.wallet.queries import treasury_state
from engine.wallet.scholarships import FUND
from engine.wallet.snapshots import balance_of


@action("scholarship.ask")
async def ask(visit: Visit, course_id: Id) -> Answer:
    await visit.run(use_allowance, UseAllowance(visit.person_id, "apply"))
    await visit.run(ask_scholarship, AskScholarship(visit.person_id, course_id))
    return visit.said("scholarship-asked")


@announcement(ScholarshipAsked)
async def tell_admins(telling: Telling, event: ScholarshipAsked) -> Screen | None:
    try:
        query = CourseQuery(telling.address.person_id, event.course_id)
        card = await telling.read(course_card, query)
    except NotFound:
        return None
    texts = telling.texts
    names = await telling.read(first_names, [event.person_id])
    held = await telling.read(balance_of, FUND)
    currency = (await telling.read(treasury_state, None)).currency
    return Screen(
        title=texts(
            "scholarship-wanted", name=names.get(event.person_id, "?"), course=card.title
        ),
        body=(
            text(texts("scholarship-wanted-what", price=card.price_tokens)),
            text(texts("scholarship-fund", amount=texts.money(held, currency))),
        ),
        rows=(
            (
                Choice(
                    texts("scholarship-propose"),
                    telling.token("scholarship.propose", event.person_id, event.course_id),
                    style=Style.PRIMARY,
                ),
            ),
        ),
        mode=Mode.NEW,
    )  # fmt: skip


@action("scholarship.propose", opens_form=True)
async def ask_amount(visit: Visit, person_id: Id, course_id: Id) -> Answer:
    return await forms.open_form(visit, "scholarship", person_id, course_id)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    card = await visit.read(course_card, CourseQuery(visit.person_id, int(arguments[1])))
    texts = visit.texts
    return [
        FormField(
            "tokens",
            texts("form-scholarship-tokens"),
            hint=texts("form-scholarship-hint", price=card.price_tokens),
            maximum=20,
        )
    ]


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    return (
        None
        if forms.whole_number(value, most=PRICE_LIMIT_TOKENS)
        else visit.texts("form-wants-number")
    )


@form("scholarship", fields=_fields, check=_check)
async def amount_given(
    visit: Visit, values: dict[str, str], person_id: Id, course_id: Id
) -> Answer:
    tokens = forms.whole_number(values["tokens"], most=PRICE_LIMIT_TOKENS) or 0
    command = ProposeScholarship(visit.person_id, person_id, course_id, tokens)
    try:
        made = await visit.run(propose_scholarship, command)
    except InsufficientBalance as refusal:
        return Screen(body=(text(await proposals.short(visit, refusal)),), mode=Mode.NEW)
    return await proposals.show(visit, made.proposal_id)
