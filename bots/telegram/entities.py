"""Text with marks: what a message says and how it looks, as Telegram's entities without markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from aiogram.types import MessageEntity

# A lone surrogate cannot be sent at all; the server drops the other control characters by itself,
# which would be harmless if it did not move the offsets of older Bot API servers.
_UNSENDABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Mark:
    """A look of the code points from `start` to `end`; `kind` is the entity's type."""

    kind: str
    start: int
    end: int
    url: str | None = None
    language: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None


@dataclass(frozen=True)
class Formatted:
    """A text and its marks, counted in code points until it is sent."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip())


EMPTY = Formatted("")


def plain(text: str, *kinds: str) -> Formatted:
    """Literal text, wholly marked with each of these kinds."""
    clean = _UNSENDABLE.sub("", text)
    if not clean.strip():
        return Formatted(clean)
    return Formatted(clean, tuple(Mark(kind, 0, len(clean)) for kind in kinds))


def joined(parts: Iterable[Formatted], separator: str = "") -> Formatted:
    """The parts one after the other; their marks move along."""
    texts: list[str] = []
    marks: list[Mark] = []
    position = 0
    for number, part in enumerate(parts):
        if number and separator:
            texts.append(separator)
            position += len(separator)
        texts.append(part.text)
        marks.extend(
            replace(mark, start=mark.start + position, end=mark.end + position)
            for mark in part.marks
        )
        position += len(part.text)
    return Formatted("".join(texts), tuple(marks))


def marked(formatted: Formatted, mark: Mark) -> Formatted:
    """The same with one more mark over all of it; `mark`'s own range is not looked at."""
    if not formatted:
        return formatted
    whole = replace(mark, start=0, end=len(formatted.text))
    return Formatted(formatted.text, (whole, *formatted.marks))


def without(formatted: Formatted, kinds: Sequence[str]) -> Formatted:
    return Formatted(
        formatted.text, tuple(mark for mark in formatted.marks if mark.kind not in kinds)
    )


def indented(formatted: Formatted, first: str, rest: str) -> Formatted:
    """Puts `first` before the first line and `rest` before the others, except inside code."""
    code = [(mark.start, mark.end) for mark in formatted.marks if mark.kind == "pre"]
    places: list[tuple[int, str]] = [(0, first)]
    for found in re.finditer("\n", formatted.text):
        start = found.end()
        if not any(begin <= start < end for begin, end in code):
            places.append((start, rest))
    texts: list[str] = []
    moved = [0] * (len(formatted.text) + 1)
    previous = 0
    added = 0
    for start, prefix in places:
        texts.append(formatted.text[previous:start])
        moved[previous:start] = [added] * (start - previous)
        texts.append(prefix)
        added += len(prefix)
        previous = start
    texts.append(formatted.text[previous:])
    moved[previous:] = [added] * (len(formatted.text) + 1 - previous)
    return Formatted(
        "".join(texts),
        tuple(
            replace(
                mark,
                start=mark.start + moved[mark.start],
                # Measured at the last character: a prefix behind it is not part of the mark.
                end=mark.end + moved[max(mark.end - 1, 0)],
            )
            for mark in formatted.marks
        ),
    )


def part(formatted: Formatted, start: int, end: int) -> Formatted:
    """The code points from `start` to `end`; marks are cut at the edges."""
    marks = tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in formatted.marks
        if mark.start < end and mark.end > start
    )
    return Formatted(formatted.text[start:end], marks)


def stripped(formatted: Formatted) -> Formatted:
    """Without blank edges: Telegram trims them, and its offsets would move."""
    text = formatted.text
    start = len(text) - len(text.lstrip())
    end = max(len(text.rstrip()), start)
    return part(formatted, start, end)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, with an ellipsis where something was left out."""
    text = _UNSENDABLE.sub("", text)
    if utf16_length(text) <= limit:
        return text
    return text[: _fitting(text, limit - 1)].rstrip() + "…"


def split(formatted: Formatted, limit: int) -> list[Formatted]:
    """Pieces of at most `limit` UTF-16 units, cut at blank lines, line ends or spaces."""
    pieces: list[Formatted] = []
    rest = stripped(formatted)
    while utf16_length(rest.text) > limit:
        cut = _cut(rest.text, _fitting(rest.text, limit))
        pieces.append(stripped(part(rest, 0, cut)))
        rest = stripped(part(rest, cut, len(rest.text)))
    if rest:
        pieces.append(rest)
    return [piece for piece in pieces if piece]


def to_entities(formatted: Formatted) -> list[MessageEntity]:
    """The marks as entities: offsets in UTF-16 units, outer ones first, empty ones dropped."""
    offsets = [0, *accumulate(2 if ord(letter) > 0xFFFF else 1 for letter in formatted.text)]
    marks = sorted(formatted.marks, key=lambda mark: (mark.start, -mark.end))
    return [
        MessageEntity(
            type=mark.kind,
            offset=offsets[mark.start],
            length=offsets[mark.end] - offsets[mark.start],
            url=mark.url,
            language=mark.language,
            unix_time=mark.unix_time,
            date_time_format=mark.date_time_format,
        )
        for mark in marks
        if formatted.text[mark.start : mark.end].strip()
    ]


def _fitting(text: str, limit: int) -> int:
    """How many code points fit into `limit` UTF-16 units."""
    used = 0
    for number, letter in enumerate(text):
        used += 2 if ord(letter) > 0xFFFF else 1
        if used > limit:
            return number
    return len(text)


def _cut(text: str, end: int) -> int:
    for separator in ("\n\n", "\n", " "):
        found = text.rfind(separator, end // 2, end)
        if found > 0:
            return found + len(separator)
    return end
