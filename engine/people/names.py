"""Names as people typed them, made harmless for everybody who reads them."""

from __future__ import annotations

import re
import unicodedata

NAME_LIMIT = 64
MARKS_IN_A_ROW = 2

# Direction marks, overrides and isolates: they make the text that follows read backwards.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Joiners belong inside some scripts and emoji, one at a time; the others show nothing anywhere.
_ZERO_WIDTH = re.compile("[\u200b\u2060-\u2064\u206a-\u206f\ufeff\u00ad\u034f\u180e]")
_JOINERS = re.compile("[\u200c\u200d]{2,}|^[\u200c\u200d]+|[\u200c\u200d]+$")
_BLANK = "\u2800\u3164\u115f\u1160\uffa0"  # letters by category, and nothing to see


def clean_name(value: str, *, fallback: str = "", limit: int = NAME_LIMIT) -> str:
    """One line without controls, hidden characters and stacked marks, at most `limit` characters.

    Visible characters stay as they are: markup is the renderers' matter. `fallback` when nothing
    can be seen.
    """
    kept: list[str] = []
    marks = 0
    for character in _ZERO_WIDTH.sub("", _BIDI.sub("", value)):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MARKS_IN_A_ROW:
            continue
        is_space = category in ("Cc", "Zl", "Zp", "Zs", "Cs", "Co", "Cn") or character in _BLANK
        kept.append(" " if is_space else character)
    line = _JOINERS.sub("", " ".join("".join(kept).split()))
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return line if _has_something_to_see(line) else fallback


def _has_something_to_see(line: str) -> bool:
    return any(unicodedata.category(character)[0] in "LNPS" for character in line)
