"""The worked example of the ledger's design: every journal, parsed from its text."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from engine.wallet.commands import Line

# Beside the repository; the tree that ./dev mutants makes stands one deeper.
SOURCES = tuple(
    Path(__file__).parents[depth] / "shared" / "ledger" / "worked-example.txt" for depth in (4, 5)
)
_HEADER = re.compile(r"^ *(\d+) ([a-z_]+\.[a-z_]+|correction)\b(.*)$")
_LINE = re.compile(r"^ +(\S+) +-> (\S+) +(\d+) ([A-Z]{3})$")


@dataclass(frozen=True)
class ExampleJournal:
    number: int
    kind: str
    lines: tuple[Line, ...]
    reverses: int | None


def find_worked_example() -> Path | None:
    """The text, where the design is at hand; CI must have it."""
    for path in SOURCES:
        if path.is_file():
            return path
    if os.environ.get("CI", "").lower() in ("1", "true"):
        raise FileNotFoundError("the worked example is missing: shared/ledger/worked-example.txt")
    return None


def read_journals(path: Path) -> list[ExampleJournal]:
    """The first run of the text: up to where the numbers start again."""
    journals: list[ExampleJournal] = []
    for line in path.read_text().splitlines():
        if header := _HEADER.match(line):
            number = int(header[1])
            if number != len(journals) + 1:
                break
            reverses = re.search(r"reverses (\d+)", header[3])
            journals.append(
                ExampleJournal(number, header[2], (), int(reverses[1]) if reverses else None)
            )
        elif (found := _LINE.match(line)) and journals:
            last = journals[-1]
            more = Line(found[1], found[2], found[4], int(found[3]))
            journals[-1] = ExampleJournal(
                last.number, last.kind, (*last.lines, more), last.reverses
            )
    return journals
