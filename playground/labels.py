"""How the label of a button is compared: without emoji and case, as people read it aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

_DECORATION = {"So", "Sk", "Cf", "Mn", "Zs", "Co", "Cn"}
_ARROWS = "←→↑↓‹›«»"


def plain_label(label: str) -> str:
    """The label without emoji and arrows at its ends, whitespace folded; a bare symbol stays."""
    folded = re.sub(r"\s+", " ", label).strip()
    start, end = 0, len(folded)
    while start < end and _is_decoration(folded[start]):
        start += 1
    while end > start and _is_decoration(folded[end - 1]):
        end -= 1
    return folded[start:end] or folded


def same_label(one: str, other: str) -> bool:
    return plain_label(one).casefold() == plain_label(other).casefold()


def labels_of(message: dict[str, Any]) -> Iterator[str]:
    """Every label a person could press in a message: buttons, select options, poll options."""
    for row in message.get("rows") or ():
        for control in row:
            yield str(control.get("label", ""))
    for select in message.get("selects") or ():
        for option in select.get("options") or ():
            yield str(option.get("label", ""))
    for option in (message.get("poll") or {}).get("options") or ():
        yield str(option.get("label", ""))


def _is_decoration(character: str) -> bool:
    return character in _ARROWS or unicodedata.category(character) in _DECORATION
