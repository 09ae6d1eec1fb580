"""Earnings that came mostly from one learner: released by a press, or kept waiting. The learner is
named to nobody."""

from __future__ import annotations

from dataclasses import replace

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.texts import Texts
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, text
from engine.people.queries import first_names
from engine.wallet.income_reviews import (
    DecideIncome,
    IncomeReview,
    IncomeReviewOpened,
    IncomeReviewQuery,
    decide_income,
    income_review,
    open_income_reviews,
)

MOST_SHOWN = 8


async def choices_of_income(visit: Visit) -> tuple[tuple[Choice, ...], ...]:
    """A row for each that is open, those nobody has looked at first."""
    found = (await visit.read(open_income_reviews, visit.person_id))[:MOST_SHOWN]
    names = await visit.read(first_names, [one.educator_id for one in found])
    return tuple(
        (
            visit.choice(
                "income-review-open-kept" if one.state == "kept" else "income-review-open",
                show,
                one.review_id,
                number=one.review_id,
                name=names.get(one.educator_id, "?"),
            ),
        )
        for one in found
    )


@action("income_review.show")
async def show(visit: Visit, review_id: Id) -> Answer:
    query = IncomeReviewQuery(visit.person_id, review_id)
    return await _shown(visit, await visit.read(income_review, query))


@action("income_review.release")
async def release(visit: Visit, review_id: Id) -> Answer:
    return await _decided(visit, review_id, is_released=True)


@action("income_review.keep")
async def keep(visit: Visit, review_id: Id) -> Answer:
    return await _decided(visit, review_id, is_released=False)


async def _decided(visit: Visit, review_id: int, *, is_released: bool) -> Screen:
    command = DecideIncome(visit.person_id, review_id, is_released)
    return await _shown(visit, await visit.run(decide_income, command))


async def _shown(visit: Visit, found: IncomeReview) -> Screen:
    names = await visit.read(first_names, _people(found))
    buttons = (
        visit.choice("income-review-release", release, found.review_id, style=Style.SUCCESS),
        visit.choice("income-review-keep", keep, found.review_id),
    )
    shown = _screen(visit.texts, found, names, buttons)
    return replace(shown, rows=(*shown.rows, (visit.choice("go-back", "review.all"),)))


@announcement(IncomeReviewOpened)
async def tell(telling: Telling, event: IncomeReviewOpened) -> Screen | None:
    """Nothing to who is no administrator any more, nor of what is decided."""
    query = IncomeReviewQuery(telling.address.person_id, event.review_id)
    found = await telling.read(income_review, query)
    if found.state != "waiting":
        return None
    names = await telling.read(first_names, _people(found))
    texts, number = telling.texts, found.review_id
    buttons = (
        Choice(
            texts("income-review-release"),
            telling.token("income_review.release", number),
            style=Style.SUCCESS,
        ),
        Choice(texts("income-review-keep"), telling.token("income_review.keep", number)),
    )
    return _screen(texts, found, names, buttons, mode=Mode.NEW)


def _people(found: IncomeReview) -> list[int]:
    return [found.educator_id, *([found.decided_by] if found.decided_by else [])]


def _screen(
    texts: Texts,
    found: IncomeReview,
    names: dict[int, str],
    buttons: tuple[Choice, Choice],
    *,
    mode: Mode = Mode.EDIT,
) -> Screen:
    """`buttons`: to release, to keep waiting."""
    name = names.get(found.educator_id, "?")
    who = names.get(found.decided_by or 0, "?")
    what = texts(
        "income-review-what",
        name=name,
        all=found.of_tokens,
        tokens=found.tokens,
        sales=found.sales,
    )
    body: list[Block] = [text(what), text(texts("income-review-why"))]
    rows: tuple[tuple[Choice, ...], ...] = ()
    match found.state:
        case "waiting":
            body.append(text(texts("income-review-waiting", tokens=found.pending)))
            rows = (buttons,)
        case "kept":
            body.append(text(texts("income-review-kept", who=who, tokens=found.pending)))
            rows = (buttons[:1],)
        case _ if found.decided_by is None:
            body.append(text(texts("income-review-over")))
        case _:
            body.append(text(texts("income-review-released", who=who)))
    if rows and not found.can_decide:
        body.append(text(texts("income-review-concerned")))
        rows = ()
    return Screen(
        title=texts("income-review-title", number=found.review_id),
        body=tuple(body),
        rows=rows,
        mode=mode,
    )
