"""What a course, module or lesson says about itself: front matter, course.toml, config.yaml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from engine.courses.notes import Note

FRONT_MATTER_LIMIT_CHARACTERS = 16 * 1024


@dataclass(frozen=True)
class FrontMatter:
    """`body` is the text after the front matter and `first_line` its place in the file."""

    settings: dict[str, Any]
    body: str
    first_line: int


def split_front_matter(text: str, file: str) -> FrontMatter | Note:
    """The YAML between two lines of "---" at the top; a text without it has no settings."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter({}, text, 1)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        return _broken(file, 1, "no end", "a line of --- after the settings")
    source = "\n".join(lines[1:end])
    parsed = read_yaml(source, file, "courses.front_matter_broken", first_line=2)
    if isinstance(parsed, Note):
        return parsed
    return FrontMatter(parsed, "\n".join(lines[end + 1 :]), end + 2)


def read_yaml(source: str, file: str, code: str, *, first_line: int = 1) -> dict[str, Any] | Note:
    """A mapping of settings; a note with file and line when the YAML is anything else."""
    expected = "lines of “name: value”"
    if len(source) > FRONT_MATTER_LIMIT_CHARACTERS and code == "courses.front_matter_broken":
        return _broken(file, first_line, f"{len(source)} characters", "16,384 at most")
    try:
        parsed = yaml.safe_load(source)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = first_line + (mark.line if mark else 0)
        found = problem.problem or problem.context or "broken YAML"
        return Note("error", code, file, line, data={"found": found, "expected": expected})
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as problem:
        found = str(problem).split("\n")[0][:120] or type(problem).__name__
        return Note("error", code, file, first_line, data={"found": found, "expected": expected})
    if parsed is None:
        return {}
    if not isinstance(parsed, dict):
        data: dict[str, str | int] = {"found": f"a {_kind(parsed)}", "expected": expected}
        return Note("error", code, file, first_line, data=data)
    return {str(name): value for name, value in parsed.items()}


def read_toml(source: str, file: str) -> dict[str, Any] | Note:
    """The settings of a TOML file; a note with file and line when it is broken."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"at line (\d+), column (\d+)", str(problem))
        # Python 3.11 tells the place in words only, and "at end of document" without numbers.
        line = int(place[1]) if place else source.rstrip().count("\n") + 1
        column = int(place[2]) if place else 0
        found = re.sub(r"\s*\(at .*\)$", "", str(problem))
        return Note("error", "courses.toml_broken", file, line, column, {"found": found})
    except (RecursionError, ValueError) as problem:
        found = str(problem)[:120] or "too deep"
        return Note("error", "courses.toml_broken", file, data={"found": found})


class Settings:
    """Typed reading of a mapping: what has another type is noted and left at its default."""

    def __init__(self, values: Mapping[str, Any], file: str, notes: list[Note]) -> None:
        self._values = values
        self._file = file
        self._notes = notes

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, (dict, list, bool)):
            self._wrong(name, value, "a text")
            return default
        return str(value).strip() or default

    def number(self, name: str, default: int = 0, *, limit: int, least: int = 1) -> int:
        """0, or from `least` to `limit`."""
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 10:
            value = int(value)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not (value == 0 or least <= value <= limit):
            wanted = (
                f"a whole number from 0 to {limit}" if least <= 1 else f"0 or {least} to {limit}"
            )
            self._wrong(name, value, wanted)
            return default
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._values.get(name)
        if value is None:
            return ()
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self._wrong(name, value, "a list of texts")
            return ()
        return tuple(part.strip() for part in value if part.strip())

    def unknown(self, known: set[str]) -> None:
        """Notes every name that means nothing here: most are misspelt."""
        for name in sorted(set(self._values) - known):
            data: dict[str, str | int] = {"name": name[:60]}
            self._notes.append(Note("warning", "courses.setting_unknown", self._file, data=data))

    def _wrong(self, name: str, value: object, expected: str) -> None:
        shown = f"“{value}”"[:60] if isinstance(value, (str, int, float)) else f"a {_kind(value)}"
        data: dict[str, str | int] = {"name": name, "found": shown, "expected": expected}
        self._notes.append(Note("error", "courses.setting_wrong", self._file, data=data))


def _kind(value: object) -> str:
    match value:
        case dict():
            return "table"
        case list():
            return "list"
        case str():
            return "text"
    return type(value).__name__


def _broken(file: str, line: int, found: str, expected: str) -> Note:
    data: dict[str, str | int] = {"found": found, "expected": expected}
    return Note("error", "courses.front_matter_broken", file, line, data=data)
