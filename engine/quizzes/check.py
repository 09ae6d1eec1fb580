"""Checks a GIFT file before anybody is asked: its faults, and what no platform can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.courses.items import Item
from engine.courses.notes import Data, Note, describe
from engine.quizzes.gift import parse_gift
from engine.quizzes.limits import LIMITS, Limit, exceeded


@dataclass(frozen=True)
class CheckReport:
    """`items` can be asked; `warnings` and `errors` name line, column and item."""

    name: str
    items: tuple[Item, ...]
    warnings: tuple[Note, ...]
    errors: tuple[Note, ...]

    def is_clean(self, *, strict: bool) -> bool:
        """Whether the shell's exit code is 0: no error, and with `strict` no warning either."""
        return not self.errors and not (strict and self.warnings)


def check_gift(text: str, name: str, limits: Sequence[Limit] = LIMITS) -> CheckReport:
    """Reads the file and measures every item against the platforms' limits. Never raises."""
    gift = parse_gift(text, name)
    notes = [*gift.problems, *limit_notes(gift.items, name, limits)]
    notes.sort(key=lambda note: (note.line, note.column))
    warnings = tuple(note for note in notes if note.severity == "warning")
    errors = tuple(note for note in notes if note.severity == "error")
    return CheckReport(name, gift.items, warnings, errors)


def limit_notes(
    items: Sequence[Item], name: str, limits: Sequence[Limit] = LIMITS
) -> tuple[Note, ...]:
    """A warning for each part of an item that a platform cannot hold, with what becomes of it."""
    notes: list[Note] = []
    for item in items:
        for found in exceeded(item, limits):
            data: Data = {"item": item.title, **found.data}
            notes.append(Note("warning", found.code, name, item.line, data=data))
    return tuple(notes)


def format_report(report: CheckReport) -> str:
    """The report as lines for the shell: the notes in file order, then one line that sums up."""
    notes = sorted((*report.errors, *report.warnings), key=lambda note: (note.line, note.column))
    total = ", ".join(
        (
            _counted(len(report.items), "item"),
            _counted(len(report.warnings), "warning"),
            _counted(len(report.errors), "error"),
        )
    )
    return "\n".join([*(describe(note) for note in notes), f"{report.name}: {total}"])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
