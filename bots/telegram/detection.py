"""What Telegram would make live by itself is shown as it is written: names ping and link nobody."""

from __future__ import annotations

import re
from dataclasses import replace

from bots.telegram.entities import Formatted, Mark

# Addresses, mail addresses and mentions. Commands and hashtags stay live: they lead nowhere else.
# What stands before "://" and "@" is bounded: from each letter of a word of 40,000 the rest of it
# would be read again, for ten seconds in which the bot answers nobody.
_LIVE = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s<>\"]+"
    r"|[\w.+-]{0,64}@\w[\w.-]*"
    r"|(?<![\w.-])(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/:?#][^\s<>\"]*)?"
)
_OWN = {"code", "pre", "text_link", "text_mention", "date_time"}  # nothing is looked for in them
_AROUND = {"blockquote", "expandable_blockquote"}  # may hold code


def as_written(formatted: Formatted) -> Formatted:
    """The same text; what the server would turn into a link or a mention becomes code, the one look
    in which it searches nothing. Entities have no switch for it, as rich messages do."""
    found = [
        Mark("code", live.start(), live.end())
        for live in _LIVE.finditer(formatted.text)
        if not any(
            mark.kind in _OWN and mark.start < live.end() and live.start() < mark.end
            for mark in formatted.marks
        )
    ]
    if not found:
        return formatted
    kept = [part for mark in formatted.marks for part in _beside(mark, found)]
    return Formatted(formatted.text, (*kept, *found))


def _beside(mark: Mark, code: list[Mark]) -> list[Mark]:
    """The parts of a mark outside of code, which takes no other look."""
    if mark.kind in _AROUND:
        return [mark]
    parts, start = [], mark.start
    for hole in code:
        if hole.end <= start or hole.start >= mark.end:
            continue
        if hole.start > start:
            parts.append(replace(mark, start=start, end=hole.start))
        start = hole.end
    if start < mark.end:
        parts.append(replace(mark, start=start))
    return parts
