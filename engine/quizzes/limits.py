"""What a platform can hold of a quiz item, and the code of what happens to the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.courses.items import Item, ItemKind
from engine.courses.notes import Data
from engine.foundation.richtext import plain

MAX_OPTIONS = 25  # a Discord select holds no more, and nobody reads them


@dataclass(frozen=True)
class Limit:
    """`part` is option, question, explanation (characters) or options (how many)."""

    platform: str
    part: str
    limit: int
    code: str


# Telegram: Bot API 10.1, sendPoll. Discord: components reference (button label, radio group).
# A modal's label holds 45 characters: it says "Question 3", and the question stands in the text
# above its radio group, whose option labels hold 100; so neither cuts anything that is named here.
LIMITS: tuple[Limit, ...] = (
    Limit("Telegram", "option", 100, "limits.option_poll"),
    Limit("Discord", "option", 80, "limits.option_button"),
    Limit("Telegram", "question", 300, "limits.question_poll"),
    Limit("Telegram", "explanation", 200, "limits.explanation_poll"),
    Limit("Telegram", "options", 12, "limits.options_poll"),
    Limit("Discord", "options", 10, "limits.options_group"),
)
MODAL_LABEL_CHARACTERS = 45
RADIO_OPTION_CHARACTERS = 100
SELECT_OPTION_CHARACTERS = 100
POLL_EXPLANATION_LINE_FEEDS = 2


@dataclass(frozen=True)
class Exceeded:
    """A part that does not fit. `data` fills the sentence of `code`, with `option` cut short."""

    code: str
    data: Data


def exceeded(item: Item, limits: Sequence[Limit] = LIMITS) -> tuple[Exceeded, ...]:
    """Every part of the item that a platform cannot hold, in the order of the limits."""
    found: list[Exceeded] = []
    for limit in limits:
        if limit.part == "option" and item.kind is not ItemKind.TRUE_FALSE:
            for option in item.options:
                _measure(found, limit, len(option.text), option=shortened(option.text))
        elif limit.part == "options":
            _measure(found, limit, len(item.options))
        elif limit.part == "question":
            _measure(found, limit, len(plain(item.stem)))
        elif limit.part == "explanation":
            _measure(found, limit, len(item.explanation))
    return tuple(found)


def _measure(found: list[Exceeded], limit: Limit, length: int, **data: str) -> None:
    if length > limit.limit:
        named: Data = {"platform": limit.platform, "limit": limit.limit, "found": length, **data}
        found.append(Exceeded(limit.code, named))


def shortened(text: str) -> str:
    """An option as a note quotes it: in quotation marks, at most 60 characters."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= 60 else f"“{line[:59].rstrip()}…”"
