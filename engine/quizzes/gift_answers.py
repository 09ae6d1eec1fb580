"""The answers of a GIFT item, what stands between its braces: which kind it is, and its key."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.courses.items import ItemKind
from engine.courses.notes import Data
from engine.quizzes.gift_scan import as_written, unescaped
from engine.quizzes.limits import MAX_OPTIONS, shortened

_TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*$", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%([^%\n]*)%")
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,7})?$")
_FULL = 99.5  # weights such as 33.33333 three times are meant to be everything
_FOUND_CHARACTERS = 30


class Fault(Exception):
    """What is wrong with an item, at an offset into its chunk."""

    def __init__(self, code: str, offset: int, data: Data | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.data: Data = data or {}


@dataclass(frozen=True)
class FoundOption:
    """An option as it stands in the file: `text` and `feedback` still masked."""

    text: str
    feedback: str
    is_right: bool
    weight_percent: float
    offset: int


@dataclass(frozen=True)
class Answers:
    """`kind` is None for what is not asked yet; `not_asked` then names it."""

    kind: ItemKind | None
    options: tuple[FoundOption, ...] = ()
    explanation: str = ""
    has_weights: bool = False
    not_asked: str = ""
    warnings: tuple[tuple[str, int, Data], ...] = ()


def read_answers(text: str, start: int, end: int) -> Answers:
    """The answers in text[start:end]. Raises Fault at the first thing that cannot be read."""
    general = text.find("####", start, end)
    explanation = text[general + 4 : end] if general >= 0 else ""
    stop = general if general >= 0 else end
    body = text[start:stop]
    if not body.strip():
        return Answers(None, not_asked="an essay")
    if body.lstrip().startswith("#"):
        return Answers(None, not_asked="a number")
    truth = _TRUTH.match(body.split("#")[0])
    if truth:
        return _truth(body, truth[1].upper().startswith("T"), start, explanation)
    if "~" in body:
        return _choices(text, start, stop, explanation)
    if "=" not in body:
        raise Fault("gift.answers_unknown", _first(text, start), {"found": _found(body)})
    if "->" in body:
        return Answers(None, not_asked="matching")
    if not body.lstrip().startswith("="):
        raise Fault("gift.before_first_option", _first(text, start), {"found": _found(body)})
    return Answers(None, not_asked="a short answer")


def _truth(body: str, is_true: bool, start: int, explanation: str) -> Answers:
    """`{TRUE#said when wrong#said when right}`."""
    wrong, right = (*body.split("#")[1:3], "", "")[:2]
    options = tuple(
        FoundOption(
            name,
            right if is_right else wrong,
            is_right,
            100.0 if is_right else 0.0,
            start,
        )
        for name, is_right in (("True", is_true), ("False", not is_true))
    )
    return Answers(ItemKind.TRUE_FALSE, options, explanation)


def _choices(text: str, start: int, end: int, explanation: str) -> Answers:
    marks = [match.start() for match in re.finditer("[~=]", text[start:end])]
    places = [start + mark for mark in marks]
    if text[start : places[0]].strip():
        found = _found(text[start : places[0]])
        raise Fault("gift.before_first_option", _first(text, start), {"found": found})
    options = []
    weighted = False
    for place, following in zip(places, [*places[1:], end], strict=True):
        option, has_weight = _option(text, place, following)
        weighted = weighted or has_weight
        options.append(option)
    _check(options, start)
    # As in Moodle: an "=" makes it a single choice; weights alone make it several choices.
    has_equals = any(text[place] == "=" for place in places)
    kind = ItemKind.SINGLE if has_equals else ItemKind.SEVERAL
    warnings = _weight_warnings(options, kind, weighted, start)
    if kind is ItemKind.SINGLE:
        options = [_all_or_nothing(option) for option in options]
        if not any(option.is_right for option in options):
            raise Fault("gift.option_right_missing", start)
    return Answers(kind, tuple(options), explanation, weighted, "", tuple(warnings))


def _option(text: str, place: int, end: int) -> tuple[FoundOption, bool]:
    is_marked = text[place] == "="
    written, _, feedback = text[place + 1 : end].partition("#")
    weight = 100.0 if is_marked else 0.0
    match = _WEIGHT.match(written)
    if match:
        bare = match[1].strip()
        if not _NUMBER.match(bare) or not -100 <= float(bare) <= 100:
            offset = place + 1 + match.start(1)
            raise Fault("gift.weight_wrong", offset, {"found": f"“{as_written(bare)[:20]}”"})
        weight = float(bare)
        written = written[match.end() :]
    if not written.strip():
        raise Fault("gift.option_empty", place)
    return FoundOption(written, feedback, weight > 0, weight, place), bool(match)


def _all_or_nothing(option: FoundOption) -> FoundOption:
    is_right = option.weight_percent >= _FULL
    return FoundOption(option.text, option.feedback, is_right, option.weight_percent, option.offset)


def _check(options: list[FoundOption], start: int) -> None:
    if len(options) < 2:
        raise Fault("gift.option_single", options[0].offset)
    if len(options) > MAX_OPTIONS:
        data: Data = {"found": len(options), "limit": MAX_OPTIONS}
        raise Fault("gift.options_too_many", options[MAX_OPTIONS].offset, data)
    if not any(option.is_right for option in options):
        raise Fault("gift.option_right_missing", start)


def _weight_warnings(
    options: list[FoundOption], kind: ItemKind, weighted: bool, start: int
) -> list[tuple[str, int, Data]]:
    if not weighted:
        return []
    if kind is ItemKind.SINGLE:
        return [
            (
                "gift.partial_credit",
                option.offset,
                {"option": shortened(unescaped(option.text)), "found": _percent(option)},
            )
            for option in options
            if 0 < option.weight_percent < _FULL
        ]
    total = sum(option.weight_percent for option in options if option.is_right)
    if _FULL <= total <= 200 - _FULL:
        return []
    return [("gift.weights_sum", start, {"found": f"{total:g}"})]


def _percent(option: FoundOption) -> str:
    return f"{option.weight_percent:g}"


def _first(text: str, start: int) -> int:
    """Where the first visible character stands."""
    return start + len(text[start:]) - len(text[start:].lstrip())


def _found(text: str) -> str:
    line = " ".join(as_written(text).split())
    return f"“{line[:_FOUND_CHARACTERS]}{'…' if len(line) > _FOUND_CHARACTERS else ''}”"
