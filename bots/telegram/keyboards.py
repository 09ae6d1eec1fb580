"""Buttons: a screen's choices and select as Telegram's inline keyboard."""

from __future__ import annotations

from math import ceil

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bots.dialogue.screen import Choice, Screen, Select, Style
from bots.telegram import limits
from bots.telegram.entities import clipped

# What a button that only shows something sends back: the adapter answers it by itself.
NOTHING = "-"

_STYLES = {Style.PRIMARY: "primary", Style.SUCCESS: "success", Style.DANGER: "danger"}
_BUTTON_SCHEMES = ("https://", "http://", "tg://")
_SHORT_LABEL = 18  # two such labels stand side by side on a phone


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The select's options first, the choices below; None without any."""
    choices = [row for row in (_row(choices) for choices in screen.rows) if row]
    rows = _select_rows(screen.select, limits.BUTTON_ROWS - len(choices)) + choices
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def link_keyboard(label: str, url: str) -> InlineKeyboardMarkup:
    """One button that leads to an address."""
    button = InlineKeyboardButton(text=clipped(label, limits.BUTTON_LABEL), url=url)
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def _row(choices: tuple[Choice, ...]) -> list[InlineKeyboardButton]:
    return [_button(choice) for choice in choices[: limits.BUTTONS_PER_ROW]]


def _button(choice: Choice) -> InlineKeyboardButton:
    label = clipped(choice.label, limits.BUTTON_LABEL) or "…"
    style = _STYLES.get(choice.style)
    if choice.url.startswith(_BUTTON_SCHEMES):
        return InlineKeyboardButton(text=label, url=choice.url, style=style)
    token = NOTHING if choice.is_disabled else choice.token or NOTHING
    return InlineKeyboardButton(text=label, callback_data=token, style=style)


def _select_rows(select: Select | None, room: int) -> list[list[InlineKeyboardButton]]:
    if select is None or not select.options:
        return []
    buttons = [
        InlineKeyboardButton(
            text=clipped(
                f"✓ {option.label}" if option.is_selected else option.label, limits.BUTTON_LABEL
            ),
            callback_data=option.token,
        )
        for option in select.options
    ]
    is_short = all(len(option.label) <= _SHORT_LABEL for option in select.options)
    wanted = 2 if is_short and len(buttons) > 2 else 1
    needed = ceil(len(buttons) / max(room, 1))
    per_row = min(max(wanted, needed), limits.BUTTONS_PER_ROW)
    return [buttons[start : start + per_row] for start in range(0, len(buttons), per_row)]
