"""The rewards fund for administrators: what it holds, what programmes cost, and changing them."""

from __future__ import annotations

from bots.dialogue import forms
from bots.dialogue.registry import Answer, action, command, form
from bots.dialogue.screen import FormField, Mode, Screen, Style
from bots.dialogue.texts import Texts
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, ListBlock, bold, text
from engine.rewards import policy
from engine.rewards.programmes import (
    MOST,
    ChangeProgramme,
    Preview,
    PreviewQuery,
    RewardsPage,
    change_programme,
    preview_change,
    rewards_page,
)
from engine.wallet.income_reviews import open_income_reviews

# A button names a setting by its place here: add new ones at the end.
SETTINGS = (
    ("quiz", "passed"),
    ("quiz", "all_right"),
    ("quiz", "daily_limit"),
    ("quiz", "seconds_per_item"),
    ("streak", "7"),
    ("streak", "30"),
    ("streak", "100"),
    ("streak", "daily_limit"),
    ("caps", "daily"),
    ("caps", "monthly"),
    ("caps", "newcomer"),
)


@command("rewards", audience="admin")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return await show(visit)


@action("rewards.show")
async def show(visit: Visit) -> Screen:
    page = await visit.read(rewards_page, visit.person_id)
    texts = visit.texts
    rows = [
        (visit.choice(f"rewards-change-{name}", choose, place),)
        for place, name in enumerate(policy.PROGRAMMES)
    ]
    held = page.held + len(await visit.read(open_income_reviews, visit.person_id))
    rows.append((visit.choice("rewards-reviews", "review.all", held=held),))
    return Screen(title=texts("rewards-title"), body=_body(texts, page), rows=tuple(rows))


def _body(texts: Texts, page: RewardsPage) -> tuple[Block, ...]:
    fund, currency = page.fund, page.fund.treasury.currency
    body: list[Block] = [
        text(
            texts(
                "rewards-fund",
                fund=texts.money(fund.available, currency),
                slices=texts.money(fund.in_slices, currency),
                committed=texts.money(fund.committed, currency),
                scholarship=texts.money(page.scholarship, currency),
            )
        ),
        text(texts("rewards-month")),
        ListBlock(
            tuple(
                (
                    text(
                        texts(
                            f"rewards-activity-{one.programme}",
                            grants=one.grants,
                            tokens=one.tokens,
                            people=one.people,
                        )
                    ),
                )
                for one in page.activity
            )
        ),
        text(texts("rewards-moved")),
        ListBlock(
            tuple(
                (text(texts(f"rewards-moved-{name}", tokens=texts.number(tokens))),)
                for name, tokens in (
                    ("issued", page.moved.issued),
                    ("taken_back", page.moved.taken_back),
                    ("expired", page.moved.expired),
                )
            )
        ),
        text(_lasting(texts, "rewards-lasts", page.lasts_days)),
        text(texts("rewards-terms")),
        ListBlock(
            tuple(
                (text(f"{_named(texts, where)}: {texts.number(page.terms[where[0]][where[1]])}"),)
                for where in SETTINGS
            )
        ),
    ]
    for change in page.changes:
        named = _named(texts, (change.programme, change.setting))
        body.append(
            text(
                texts(
                    "rewards-changed",
                    setting=named,
                    old=texts.number(change.old_value),
                    new=texts.number(change.new_value),
                    day=texts.local_day(change.changed_at),
                )
            )
        )
    return tuple(body)


@action("rewards.choose")
async def choose(visit: Visit, programme: Small) -> Screen:
    name = tuple(policy.PROGRAMMES)[min(programme, len(policy.PROGRAMMES) - 1)]
    rows = [
        (visit.choice(f"rewards-set-{where[0]}-{where[1]}", ask, place),)
        for place, where in enumerate(SETTINGS)
        if where[0] == name
    ]
    rows.append((visit.choice("go-back", show),))
    return Screen(title=visit.texts(f"rewards-change-{name}"), rows=tuple(rows))


@action("rewards.ask", opens_form=True)
async def ask(visit: Visit, which: Small) -> Answer:
    return await forms.open_form(visit, "reward_terms", which)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    page = await visit.read(rewards_page, visit.person_id)
    programme, setting = _where(int(arguments[0]))
    limits = visit.texts("form-reward_terms-hint", most=MOST)
    return [
        FormField(
            "value",
            visit.texts("form-reward_terms-value", now=page.terms[programme][setting]),
            hint=f"{_named(visit.texts, (programme, setting))}. {limits}",
            placeholder=limits,
            maximum=40,
        )
    ]


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    if forms.whole_number(value, most=MOST) is None:
        return visit.texts("error-rewards-amount_invalid", most=MOST)
    return None


@form("reward_terms", fields=_fields, check=_check)
async def previewed(visit: Visit, values: dict[str, str], which: Small) -> Answer:
    programme, setting = _where(which)
    value = forms.whole_number(values["value"], most=MOST) or 0
    query = PreviewQuery(visit.person_id, programme, setting, value)
    found = await visit.read(preview_change, query)
    return Screen(
        title=_named(visit.texts, (programme, setting)),
        body=_preview(visit.texts, found),
        rows=(
            (
                visit.choice("rewards-save", save, which, value, style=Style.SUCCESS),
                visit.choice("rewards-cancel", show),
            ),
        ),
        mode=Mode.NEW,
    )


@action("rewards.save")
async def save(visit: Visit, which: Small, value: Id) -> Answer:
    programme, setting = _where(which)
    await visit.run(change_programme, ChangeProgramme(visit.person_id, programme, setting, value))
    return visit.with_toast(await show(visit), visit.texts("rewards-saved"))


def _preview(texts: Texts, found: Preview) -> tuple[Block, ...]:
    old, new = texts.number(found.old_value), texts.number(found.new_value)
    lines: list[Block] = [bold(texts("rewards-preview", old=old, new=new))]
    before = found.cost_before
    if found.cost_after is None:
        lines.append(text(texts("rewards-preview-unknown", before=before)))
        lines.append(text(_lasting(texts, "rewards-lasts", found.lasts_before)))
        return tuple(lines)
    after = found.cost_after
    lines.append(text(texts("rewards-preview-cost", after=after, before=before)))
    lines.append(text(_lasting(texts, "rewards-lasts-then", found.lasts_after)))
    lines.append(text(_lasting(texts, "rewards-lasts", found.lasts_before)))
    return tuple(lines)


def _lasting(texts: Texts, id: str, days: int | None) -> str:
    return texts(f"{id}-open") if days is None else texts(id, days=days)


def _where(which: int) -> tuple[str, str]:
    return SETTINGS[min(which, len(SETTINGS) - 1)]


def _named(texts: Texts, where: tuple[str, str]) -> str:
    return texts(f"rewards-set-{where[0]}-{where[1]}")
