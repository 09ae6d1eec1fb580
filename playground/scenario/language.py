"""Reads a scenario file into steps; a line that says nothing is named with what was expected."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playground.scenario.steps import (
    KINDS,
    Budget,
    ClockAdvances,
    ClockIsSet,
    Expects,
    Fills,
    Line,
    Presses,
    Says,
    Seen,
    SendsFile,
    ShellRuns,
    Spot,
    Step,
    WorldDoes,
)

COUNTERS = ("presses", "typed", "messages")
OPERATORS = ("<=", ">=", "==", "<", ">", "=")

_PERSON = re.compile(
    r"(?P<person>[A-Za-z][\w-]*)@(?P<platform>\w+)(?:#(?P<chat>[^\s<>*=^!]+))?"
    r"\s*(?P<verb>[><*=^!])(?P<rest>.*)"
)
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?\s*(?:w|d|h|m|s)\s*)+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([wdhms])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)\s*(\S+)?")
_EXPECTED = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\[([^\]]+)\]|(\w+))')
_FAULT_ARGUMENTS = {
    "slow": ("seconds",),
    "too_many": ("count", "retry_after"),
    "server_error": ("count",),
    "drop": ("count",),
    "blocked": ("person",),
    "unblocked": ("person",),
    "deactivated": ("person",),
    "no_chat": ("person",),
    "closed_dms": ("person",),
    "open_dms": ("person",),
    "query_too_old": ("count",),
    "not_modified": ("count",),
    "message_gone": ("count",),
    "cannot_edit": ("count",),
    "second_poller": ("count",),
    "unknown_interaction": ("count",),
    "acknowledged_twice": ("count",),
    "repeat_interaction": ("count",),
    "invalid_body": ("count",),
}


class Misread(ValueError):
    """A line that the language does not know; its text names file, line and what was expected."""

    def __init__(self, line: Line, expected: str) -> None:
        super().__init__(f"{line}: expected {expected}\n    {line.source.strip()}")
        self.line = line


def read_scenario(path: Path) -> list[Step]:
    """The steps of a file, in order. Raises Misread, OSError and UnicodeDecodeError."""
    steps: list[Step] = []
    for number, source in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        line = Line(path, number, source)
        text = without_comment(source)
        if not text.strip() or text.lstrip().startswith(("…", "...")):
            continue
        steps.append(_read_line(line, text.rstrip()))
    return steps


def without_comment(source: str) -> str:
    """Drops "# …" at the start of a line, or after two spaces outside quotes."""
    if source.lstrip().startswith("#"):
        return ""
    is_quoted = False
    for index, character in enumerate(source):
        if character == '"' and source[index - 1 : index] != "\\":
            is_quoted = not is_quoted
        elif character == "#" and not is_quoted and source[:index].endswith(("  ", "\t")):
            return source[:index]
    # An odd quote, as in 5" pipe, must not hide a comment.
    return re.sub(r"(?:  |\t)\s*#.*", "", source) if is_quoted else source


def _read_line(line: Line, text: str) -> Step:
    first, rest = text.lstrip()[0], text.lstrip()[1:].strip()
    if first in "<!" and not text[0].isspace():
        raise Misread(line, 'an indented expectation ("  < …") or one with its person before it')
    if first in "<!":
        return Expects(line, None, _seen(line, rest), is_absent=first == "!")
    if first == "@":
        return _clock(line, rest)
    if first == "%":
        return _world(line, rest)
    if first == "$":
        must_fail = rest.startswith("!")
        command = rest.removeprefix("!").strip()
        if not command:
            raise Misread(line, 'a shell command after "$"')
        return ShellRuns(line, command, must_fail=must_fail)
    if first == "=":
        return _budget(line, rest)
    return _person(line, text.strip())


def _person(line: Line, text: str) -> Step:
    match = _PERSON.fullmatch(text)
    if not match or match["platform"] not in {"telegram", "discord"}:
        raise Misread(
            line,
            "someone@telegram or someone@discord, a #place if needed, then one of > * = ^ < ! "
            "(or a line with @ % $ = #)",
        )
    spot = Spot(match["person"].lower(), match["platform"], match["chat"] or "")
    verb, rest = match["verb"], match["rest"].strip()
    if verb in "<!":
        return Expects(line, spot, _seen(line, rest), is_absent=verb == "!")
    if not rest:
        raise Misread(line, f'something after "{verb}"')
    if verb == ">":
        return Says(line, spot, rest)
    if verb == "*":
        return Presses(line, spot, _unwrapped(rest))
    if verb == "^":
        return SendsFile(line, spot, _unwrapped(rest))
    return Fills(line, spot, _fields(line, rest))


def _unwrapped(text: str) -> str:
    """A label or path may be written bare, in quotes or in brackets."""
    if len(text) > 2 and (text[0], text[-1]) in {('"', '"'), ("[", "]")}:
        return _unescaped(text[1:-1])
    return text


def _unescaped(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text)


def _seen(line: Line, rest: str) -> Seen:
    texts: list[str] = []
    labels: list[str] = []
    kinds: list[str] = []
    position = 0
    while rest[position:].strip():
        match = _EXPECTED.match(rest, position)
        if match is None:
            raise Misread(line, f'"text" or [Label] at: {rest[position:].strip()[:40]}')
        text, label, word = match.groups()
        if text is not None:
            texts.append(_unescaped(text))
        elif label is not None:
            labels.append(label.strip())
        elif word in KINDS and not texts and not labels:
            kinds.append(word)
        else:
            raise Misread(line, f'{", ".join(KINDS)} (first), "text" or [Label], not {word}')
        position = match.end()
    if not (texts or labels or kinds):
        raise Misread(line, '"text", [Label] or one of ' + ", ".join(KINDS))
    return Seen(tuple(texts), tuple(labels), tuple(kinds))


def _fields(line: Line, rest: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for part in _split_outside_quotes(rest, ";"):
        if not part.strip():
            continue
        halves = _split_outside_quotes(part, ":", limit=1)
        if len(halves) != 2 or not halves[0].strip():
            raise Misread(line, '"Field: value", several with ";" between')
        fields[_unwrapped(halves[0].strip())] = _unwrapped(halves[1].strip())
    if not fields:
        raise Misread(line, '"Field: value"')
    return fields


def _split_outside_quotes(text: str, separator: str, limit: int = -1) -> list[str]:
    parts: list[str] = []
    start, is_quoted = 0, False
    for index, character in enumerate(text):
        if character == '"' and text[index - 1 : index] != "\\":
            is_quoted = not is_quoted
        elif character == separator and not is_quoted and limit != len(parts):
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def _clock(line: Line, rest: str) -> Step:
    if rest.startswith("+") and _DURATION.fullmatch(rest[1:].strip()):
        by = timedelta()
        for amount, unit in _DURATION_PART.findall(rest):
            by += timedelta(**{_UNITS[unit]: float(amount)})
        return ClockAdvances(line, by)
    match = _MOMENT.fullmatch(rest)
    if match:
        date, time, zone = match.groups()
        try:
            if zone is None:
                return ClockIsSet(line, datetime.fromisoformat(f"{date}T{time}+00:00"))
            if zone[0] in "+-Z":
                return ClockIsSet(line, datetime.fromisoformat(f"{date}T{time}{zone}"))
            moment = datetime.fromisoformat(f"{date}T{time}").replace(tzinfo=ZoneInfo(zone))
            return ClockIsSet(line, moment.astimezone(UTC))
        except (ValueError, KeyError, OSError) as wrong:
            raise Misread(line, f"a date and zone that exist ({wrong})") from wrong
    raise Misread(line, "@ +1d, @ +2h30m or @ 2027-03-09 19:00 Europe/Paris")


def _world(line: Line, rest: str) -> WorldDoes:
    words = rest.split()
    if words in (["kill"], ["restart"]):
        return WorldDoes(line, words[0])
    if len(words) < 2 or words[0] != "fault":
        raise Misread(line, "% kill, % restart or % fault NAME ARGS")
    name = words[1]
    values: dict[str, str | float | int] = {}
    positions = list(_FAULT_ARGUMENTS.get(name, ()))
    for word in words[2:]:
        key, mark, value = word.partition("=")
        if not mark and word in {"telegram", "discord"}:
            values["on"] = word
            continue
        if not mark:
            if not positions:
                raise Misread(line, f"no further argument of {name}: {word}")
            key, value = positions[0], word
        if key in positions:
            positions.remove(key)
        values[key] = _number(value)
    return WorldDoes(line, "fault", name, values)


def _number(text: str) -> str | float | int:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _budget(line: Line, rest: str) -> Budget:
    match = re.fullmatch(r"(\w+)\s*(<=|>=|==|<|>|=)\s*(\d+)", rest)
    if not match or match[1] not in COUNTERS:
        raise Misread(line, f"= {' | '.join(COUNTERS)}, then <= and a number")
    return Budget(line, match[1], match[2], int(match[3]))
