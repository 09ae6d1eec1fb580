"""Limits that the Bot API's publisher tells only in the prose of a field's description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playground.telegram.entities import utf16_length

_LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)\b", re.I)
_LONGEST = re.compile(r"length can't exceed (\d+) (characters|bytes)", re.I)
_LINE_FEEDS = re.compile(r"at most (\d+) line feeds")
_ITEMS = re.compile(r"\b(?:list of|include) (\d+)-(\d+)\b", re.I)
_MOST_ITEMS = re.compile(r"\b(?:at most|up to) (\d+)\b", re.I)
_BETWEEN = re.compile(r"\bbetween (-?\d+) (?:seconds? )?and (\d+)\b|\b(\d+)-(\d+)\b")
_ALWAYS = re.compile(r"must always be (\d+)")
_FOREVER = re.compile(r"\bor (0x[0-9A-F]+)\b")
_WORDS_BEGIN = re.compile(
    r"\b(?:must be|always|can be|one of|either)(?: either| one of)?(?=\s+\")|, (?=\"\w+\" or \")",
    re.I,
)
_ONE_WORD = re.compile(r", must be (\w+)$")
_QUOTED = re.compile(r"\"([^\"]+)\"")
_ACTIONS = re.compile(r"\b([a-z]+(?:_[a-z]+)*)(?: or ([a-z]+(?:_[a-z]+)+))? for ")
_PARSE_MODES = frozenset({"MarkdownV2", "HTML", "Markdown"})
_LETTERS = (
    ("lowercase English letters, digits and underscores", r"[a-z0-9_]*"),
    ("Only characters A-Z, a-z, 0-9, _ and - are allowed", r"[A-Za-z0-9_-]*"),
    ("two-letter ISO 639-1 language code or an empty string", r"([a-z]{2})?"),
    ("two-letter ISO 639-1 language code", r"([a-z]{2})?"),
)


@dataclass(frozen=True)
class Prose:
    """What one description limits; None where it says nothing."""

    length: tuple[int, int] | None = None
    is_in_bytes: bool = False
    is_after_parsing: bool = False  # what a parse mode takes out does not count
    line_feeds: int | None = None
    items: tuple[int, int] | None = None
    is_rising: bool = False
    numbers: tuple[int, int] | None = None
    also: int | None = None  # a number that is allowed beside the range
    words: frozenset[str] | None = None
    letters: str | None = None

    def problems(self, path: str, value: Any, *, is_parsed: bool) -> list[str]:
        """Sentences about a value of the right type. `is_parsed`: a parse mode was given with
        it, so its length is known only to who parses it."""
        if isinstance(value, str):
            return self._of_text(path, value, is_parsed)
        if isinstance(value, list):
            return self._of_list(path, value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._of_number(path, value)
        return []

    def _of_text(self, path: str, value: str, is_parsed: bool) -> list[str]:
        found = []
        if self.length and not (self.is_after_parsing and is_parsed):
            low, high = self.length
            unit = "bytes" if self.is_in_bytes else "characters"
            size = len(value.encode()) if self.is_in_bytes else utf16_length(value)
            if not low <= size <= high:
                found.append(f"{path} must have {low} to {high} {unit}, has {size}")
        if self.line_feeds is not None and value.count("\n") > self.line_feeds:
            found.append(f"{path} must have at most {self.line_feeds} line feeds")
        if self.words is not None and value not in self.words:
            found.append(f"{path} must be one of {', '.join(sorted(self.words))}, is {value!r}")
        if self.letters is not None and not re.fullmatch(self.letters, value):
            found.append(f"{path} has letters that are not allowed: {value!r}")
        return found

    def _of_list(self, path: str, value: list[Any]) -> list[str]:
        found = []
        if self.items and not self.items[0] <= len(value) <= self.items[1]:
            low, high = self.items
            found.append(f"{path} must have {low} to {high} entries, has {len(value)}")
        if self.is_rising and any(a >= b for a, b in pairwise(value)):
            found.append(f"{path} must rise from entry to entry")
        return found

    def _of_number(self, path: str, value: float) -> list[str]:
        if self.numbers is None or value == self.also:
            return []
        low, high = self.numbers
        return [] if low <= value <= high else [f"{path} must be {low} to {high}, is {value}"]


def read(field: Any) -> Prose:
    """The limits in a field's description, as its types allow them."""
    types, said = field["types"], field["description"]
    if types[0].startswith("Array of "):
        return Prose(items=_items(said), is_rising="monotonically increasing" in said)
    if "String" in types:
        length = _LENGTH.search(said)
        longest = _LONGEST.search(said)
        bounds = None
        if length:
            bounds = (int(length.group(1)), int(length.group(2)))
        elif longest:
            bounds = (0, int(longest.group(1)))
        unit = length.group(3) if length else longest.group(2) if longest else ""
        feeds = _LINE_FEEDS.search(said)
        return Prose(
            length=bounds,
            is_in_bytes=unit.lower() == "bytes",
            is_after_parsing=re.search(r"after entit(y|ies) parsing", said) is not None,
            line_feeds=int(feeds.group(1)) if feeds else None,
            words=_words(field["name"], said) if types == ["String"] else None,
            letters=next((pattern for words, pattern in _LETTERS if words in said), None),
        )
    if types[0] in ("Integer", "Float"):
        forever = _FOREVER.search(said)
        return Prose(numbers=_numbers(said), also=int(forever.group(1), 16) if forever else None)
    return Prose()


def _items(said: str) -> tuple[int, int] | None:
    exact = _ITEMS.search(said)
    if exact:
        return int(exact.group(1)), int(exact.group(2))
    most = _MOST_ITEMS.search(said)
    return (0, int(most.group(1))) if most and "total length" not in said else None


def _numbers(said: str) -> tuple[int, int] | None:
    always = _ALWAYS.search(said)
    if always:
        return int(always.group(1)), int(always.group(1))
    if "in the future" in said:  # measured from now, which the description cannot know
        return None
    between = _BETWEEN.search(said)
    if between is None:
        return None
    low, high = (group for group in between.groups() if group is not None)
    return int(low), int(high)


def _words(name: str, said: str) -> frozenset[str] | None:
    """The words a text may be, when the description lists them all."""
    if name == "parse_mode" or name.endswith("_parse_mode"):
        return _PARSE_MODES
    if name == "action" and said.startswith("Type of action to broadcast"):
        listed = said.partition(": ")[2]
        return frozenset(word for pair in _ACTIONS.findall(listed) for word in pair if word)
    one = _ONE_WORD.search(said)
    if one:
        return frozenset({one.group(1)})
    bare = re.sub(r"\([^()]*\)", "", said)
    begin = _WORDS_BEGIN.search(bare)
    if begin is None:
        return None
    listed = re.split(r"[.;]\s|[.;]$|, defaults", bare[begin.end() :])[0]
    return frozenset(_QUOTED.findall(listed)) or None
