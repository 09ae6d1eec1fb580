"""A screen's choices as rows of buttons and selects, within five rows of five."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bots.dialogue.screen import Choice, Option, Select, Style
from bots.discord import limits
from bots.discord.limits import clip
from bots.discord.markdown import clean

Json = dict[str, Any]

ACTION_ROW, BUTTON, STRING_SELECT = 1, 2, 3
_STYLES = {Style.PRIMARY: 1, Style.SECONDARY: 2, Style.SUCCESS: 3, Style.DANGER: 4}
_LINK_STYLE = 5
# Discord wants every custom_id of a message to differ; tokens of two buttons may be the same.
_TWIN = "~"


def token_of(custom_id: str) -> str:
    """The token behind a custom_id or a select's value, as it was before it was made unique."""
    return custom_id.partition(_TWIN)[0]


def rows_of(
    rows: tuple[tuple[Choice, ...], ...], select: Select | None, title: str = ""
) -> list[Json]:
    """The message's component rows. What does not fit five rows becomes a select, first rows first:
    lists come before navigation, and navigation stays in reach as buttons."""
    selects = _portions(select.options, select.placeholder) if select else []
    lines = [line for row in rows for line in _lines(row)]
    free = limits.ROWS - len(selects)
    if len(lines) > free:
        lines, spilled = _spill(lines, free)
        selects = [*selects, *_portions(spilled, title)]
    taken: dict[str, int] = {}
    components = [
        _select(number, portion, taken) for number, portion in enumerate(selects[: limits.ROWS])
    ]
    components += [_row([_button(choice, taken) for choice in line]) for line in lines]
    return components[: limits.ROWS]


def _lines(row: Sequence[Choice]) -> list[tuple[Choice, ...]]:
    width = limits.BUTTONS_A_ROW
    shown = [choice for choice in row if choice.token or choice.url or choice.is_disabled]
    return [tuple(shown[at : at + width]) for at in range(0, len(shown), width)]


def _spill(
    lines: list[tuple[Choice, ...]], free: int
) -> tuple[list[tuple[Choice, ...]], tuple[Option, ...]]:
    """The rows that stay buttons and the choices that become options of a select. An address cannot
    be an option: it stays a button."""
    for count in range(1, len(lines) + 1):
        gone = [choice for line in lines[:count] for choice in line]
        options = tuple(Option(c.label, c.token) for c in gone if c.token and not c.is_disabled)
        links = _lines([choice for choice in gone if choice.url and not choice.token])
        needed = -(-len(options) // limits.SELECT_OPTIONS)
        if len(links) + len(lines) - count + needed <= free:
            return [*links, *lines[count:]], options
    return lines[-free:], ()


def _portions(options: tuple[Option, ...], placeholder: str) -> list[Select]:
    size = limits.SELECT_OPTIONS
    return [
        Select(placeholder, options[start : start + size]) for start in range(0, len(options), size)
    ]


def _unique(token: str, taken: dict[str, int]) -> str:
    count = taken.get(token, 0)
    taken[token] = count + 1
    return f"{token}{_TWIN}{count}" if count or not token else token


def _row(components: list[Json]) -> Json:
    return {"type": ACTION_ROW, "components": components}


def _label(text: str, limit: int) -> str:
    return clip(" ".join(clean(text).split()), limit) or "·"


def _button(choice: Choice, taken: dict[str, int]) -> Json:
    button: Json = {"type": BUTTON, "label": _label(choice.label, limits.BUTTON_LABEL)}
    if choice.url and not choice.token:
        button |= {"style": _LINK_STYLE, "url": choice.url}
    else:
        button |= {"style": _STYLES[choice.style], "custom_id": _unique(choice.token, taken)}
    return button | ({"disabled": True} if choice.is_disabled else {})


def _select(number: int, select: Select, taken: dict[str, int]) -> Json:
    placeholder = clip(clean(select.placeholder), limits.SELECT_PLACEHOLDER)
    component: Json = {
        "type": STRING_SELECT,
        "custom_id": f"{_TWIN}select{number}",
        "options": [_option(option, taken) for option in select.options],
    }
    return _row([component | ({"placeholder": placeholder} if placeholder else {})])


def _option(option: Option, taken: dict[str, int]) -> Json:
    row: Json = {
        "label": _label(option.label, limits.OPTION_TEXT),
        "value": _unique(option.token, taken),
    }
    if option.description:
        row["description"] = _label(option.description, limits.OPTION_TEXT)
    elif limits.length(option.label) > limits.OPTION_TEXT:
        row["description"] = _label(option.label[limits.OPTION_TEXT - 1 :], limits.OPTION_TEXT)
    return row | ({"default": True} if option.is_selected else {})
