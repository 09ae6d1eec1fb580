"""What administrators look at: rewards, shown with who, what and why, paid or declined by a press;
and earnings, which income_reviews.py shows."""

from __future__ import annotations

from dataclasses import replace

from bots.dialogue import forms
from bots.dialogue.features.income_reviews import choices_of_income
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command, form
from bots.dialogue.screen import Choice, FieldKind, FormField, Mode, Screen, Style
from bots.dialogue.texts import Texts
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, text
from engine.foundation.tx import ReadTx
from engine.people.queries import first_names
from engine.quizzes.reward_facts import quiz_titles
from engine.rewards.events import HeldRewardDecided, RewardHeld
from engine.rewards.reviews import (
    LONGEST_NOTE,
    DecideHeld,
    HeldQuery,
    HeldReward,
    decide_held,
    held_reward,
    waiting_rewards,
)

MOST_SHOWN = 8


@command("reviews", audience="admin")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_all(visit)


@action("review.all")
async def show_all(visit: Visit) -> Screen:
    waiting = await visit.read(waiting_rewards, visit.person_id)
    rows = await choices_of_income(visit)
    rows += tuple(
        (
            visit.choice(
                "reviews-open", show, one.held_id, number=one.held_id,
                why=visit.texts(f"anomaly-{one.reason}-name"),
            ),
        )
        for one in waiting[:MOST_SHOWN]
    )  # fmt: skip
    body = () if rows else (text(visit.texts("reviews-none")),)
    rows += ((visit.choice("rewards-title", "rewards.show"),),)
    return Screen(title=visit.texts("reviews-title"), body=body, rows=rows)


@action("review.show")
async def show(visit: Visit, held_id: Id) -> Answer:
    found = await visit.read(held_reward, HeldQuery(visit.person_id, held_id))
    return await _shown(visit, found)


@action("review.pay")
async def pay(visit: Visit, held_id: Id) -> Answer:
    return await _shown(
        visit, await visit.run(decide_held, DecideHeld(visit.person_id, held_id, is_paid=True))
    )


@action("review.decline", opens_form=True)
async def decline(visit: Visit, held_id: Id) -> Answer:
    return await forms.open_form(visit, "review_reason", held_id)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [
        FormField(
            "reason",
            visit.texts("form-review_reason-reason"),
            kind=FieldKind.PARAGRAPH,
            hint=visit.texts("form-review_reason-hint"),
            maximum=LONGEST_NOTE,
        )
    ]


@form("review_reason", fields=_fields)
async def declined(visit: Visit, values: dict[str, str], held_id: Id) -> Answer:
    command = DecideHeld(visit.person_id, held_id, is_paid=False, note=values["reason"])
    return await _shown(visit, await visit.run(decide_held, command))


async def _shown(visit: Visit, found: HeldReward) -> Screen:
    name, title = await visit.read(_named, found)
    buttons = (
        visit.choice("review-pay", pay, found.held_id, style=Style.SUCCESS),
        visit.choice("review-decline", decline, found.held_id, style=Style.DANGER),
    )
    shown = _screen(visit.texts, found, name, title, buttons)
    return replace(shown, rows=(*shown.rows, (visit.choice("go-back", show_all),)))


@announcement(RewardHeld)
async def tell(telling: Telling, event: RewardHeld) -> Screen | None:
    """Nothing of what is decided already."""
    query = HeldQuery(telling.address.person_id, event.held_id)
    found = await telling.read(held_reward, query)
    if found.state != "held":
        return None
    texts = telling.texts
    name, title = await telling.read(_named, found)
    buttons = (
        Choice(
            texts("review-pay"), telling.token("review.pay", found.held_id), style=Style.SUCCESS
        ),
        Choice(
            texts("review-decline"),
            telling.token("review.decline", found.held_id),
            style=Style.DANGER,
        ),
    )
    return _screen(texts, found, name, title, buttons, mode=Mode.NEW)


@announcement(HeldRewardDecided)
async def tell_learner(telling: Telling, event: HeldRewardDecided) -> Screen | None:
    query = HeldQuery(telling.address.person_id, event.held_id)
    found = await telling.read(held_reward, query)
    _, title = await telling.read(_named, found)
    texts = telling.texts
    if found.state == "declined":
        said = [texts("review-told-declined", title=title, note=found.note)]
    else:
        said = [texts("review-told-paid", title=title, tokens=found.tokens)]
        if found.withheld_reason:
            said.append(texts(f"withheld-{found.withheld_reason}"))
    return Screen(body=tuple(text(sentence) for sentence in said), mode=Mode.NEW)


def _named(tx: ReadTx, found: HeldReward) -> tuple[str, str]:
    """(whose it is, the quiz); "" for who was erased, or a quiz that is gone."""
    names = first_names(tx, [found.person_id])
    quiz = found.about.get("quiz")
    titles = quiz_titles(tx, frozenset({quiz} if isinstance(quiz, int) else ()))
    return names.get(found.person_id, ""), next(iter(titles.values()), "")


def _screen(
    texts: Texts,
    found: HeldReward,
    name: str,
    title: str,
    buttons: tuple[Choice, ...],
    *,
    mode: Mode = Mode.EDIT,
) -> Screen:
    body: list[Block] = [
        text(texts("review-what", name=name or "?", title=title or "?", tokens=found.wanted)),
        text(texts(f"anomaly-{found.reason}", **found.evidence)),
    ]
    match found.state:
        case "held":
            body.append(text(texts("review-nothing-lost")))
        case "paid":
            body.append(text(texts("review-paid", tokens=found.tokens)))
            if found.withheld_reason:
                body.append(text(texts(f"withheld-{found.withheld_reason}")))
        case _:
            body.append(text(texts("review-declined", note=found.note)))
    return Screen(
        title=texts("review-title", number=found.held_id),
        body=tuple(body),
        rows=(buttons,) if found.state == "held" else (),
        mode=mode,
    )
