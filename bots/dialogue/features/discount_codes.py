"""Discount codes for who makes them: educators for own courses, administrators out of a fund."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from bots.dialogue import forms
from bots.dialogue.registry import Answer, action, command, form
from bots.dialogue.screen import Choice, FieldKind, FormField, Mode, Screen, Style
from bots.dialogue.titles import title_of
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.courses.discounting import MakeCourseCode, make_course_code
from engine.foundation.richtext import Block, ListBlock, text
from engine.people.commands import Role
from engine.wallet.discount_codes import (
    LONGEST,
    MOST_USES,
    CodeFacts,
    MakeCode,
    StopCode,
    codes_of,
    is_code,
    stop_code,
)

FUNDS = ("fund:rewards", "fund:scholarship")
MOST_SHOWN = 6
_PERCENT = re.compile(r"([0-9]{1,3}) ?%")
_NUMBER = re.compile(r"[0-9]{1,7}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@command("codes", audience="educator")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_codes(visit)


@action("codes.show")
async def show_codes(visit: Visit) -> Screen:
    texts = visit.texts
    if not (visit.is_(Role.EDUCATOR) or visit.is_(Role.ADMIN)):
        return visit.said("codes-who")
    found = await visit.read(codes_of, visit.person_id)
    lines = [(text(await _line(visit, one)),) for one in found[: 2 * MOST_SHOWN]]
    body: list[Block] = [ListBlock(tuple(lines))] if lines else [text(texts("codes-none"))]
    rows: list[tuple[Choice, ...]] = [
        (visit.choice("codes-stop", stop, one.code_id, code=one.code),)
        for one in [one for one in found if not one.is_over][:MOST_SHOWN]
    ]
    if visit.is_(Role.ADMIN):
        rows.append((visit.choice("codes-new-any", ask, 0, style=Style.PRIMARY),))
    return Screen(
        title=texts("codes-title"),
        body=(*body, text(texts("codes-how"))),
        rows=tuple(rows),
    )


async def _line(visit: Visit, one: CodeFacts) -> str:
    texts = visit.texts
    off = (
        texts("code-percent", percent=one.percent)
        if one.percent
        else texts("code-tokens", tokens=one.tokens)
    )
    course = texts("codes-any")
    if one.thing:
        course = await title_of(visit.read, visit.person_id, one.thing) or "—"
    return texts(
        "codes-over-line" if one.is_over else "codes-line", code=one.code, off=off, course=course,
        used=one.used, most=one.most_uses, day=texts.last_day(one.valid_until),
    )  # fmt: skip


@action("codes.stop")
async def stop(visit: Visit, code_id: Id) -> Screen:
    await visit.run(stop_code, StopCode(visit.person_id, code_id))
    return await show_codes(visit)


@action("codes.new", opens_form=True)
async def ask(visit: Visit, course_id: Id) -> Answer:
    """`course_id` 0: for any course, which only a fund can pay."""
    return await forms.open_form(visit, "code", course_id)


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    texts = visit.texts
    soon = (visit.now + timedelta(days=30)).date().isoformat()
    fields = [
        FormField("code", texts("form-code-code"), hint=texts("form-code-hint"), maximum=24),
        FormField("off", texts("form-code-off"), hint=texts("form-code-off-hint"), maximum=10),
        FormField("uses", texts("form-code-uses"), placeholder="100", maximum=7),
        FormField("until", texts("form-code-until"), hint=texts("form-code-until-hint", day=soon),
                  placeholder=soon, maximum=10),
    ]  # fmt: skip
    if visit.is_(Role.ADMIN):
        options = [(fund, texts(f"codes-{fund.replace(':', '-')}")) for fund in FUNDS]
        if arguments[0]:
            options.append(("own", texts("codes-own")))
        fields.append(
            FormField("fund", texts("form-code-fund"), kind=FieldKind.ONE, options=tuple(options))
        )
    return fields


def _end_of(value: str) -> datetime | None:
    """The end of that day, UTC."""
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        return datetime.combine(day, time(), UTC) + timedelta(days=1) if day else None
    except (ValueError, OverflowError):
        return None


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    texts = visit.texts
    match field.name:
        case "code" if not is_code(value):
            return texts("error-wallet-code_refused", reason="form")
        case "off" if not (_PERCENT.fullmatch(value) or _NUMBER.fullmatch(value)):
            return texts("code-wrong-off")
        case "uses" if not (_NUMBER.fullmatch(value) and 1 <= int(value) <= MOST_USES):
            return texts("code-wrong-uses", most=MOST_USES)
        case "until":
            end = _end_of(value)
            if end is None or not visit.now < end <= visit.now + LONGEST:
                return texts("code-wrong-until", days=LONGEST.days)
    return None


@form("code", fields=_fields, check=_check)
async def made(visit: Visit, values: dict[str, str], course_id: Id) -> Answer:
    percent = _PERCENT.fullmatch(values["off"])
    fund = values.get("fund", "own")
    command = MakeCode(
        by_person_id=visit.person_id,
        code=values["code"],
        valid_until=_end_of(values["until"]) or visit.now,
        percent=int(percent[1]) if percent else 0,
        tokens=0 if percent else int(values["off"]),
        fund="" if fund == "own" else fund,
        most_uses=int(values["uses"]),
    )
    code = await visit.run(make_course_code, MakeCourseCode(command, course_id or None))
    shown = await show_codes(visit)
    return [
        visit.said("codes-made", code=code.code),
        Screen(title=shown.title, body=shown.body, rows=shown.rows, mode=Mode.NEW),
    ]
