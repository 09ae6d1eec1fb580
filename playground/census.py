"""What the program asked of a platform, counted, and everything that was not as it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from playground.surface import View

MOST_DIFFERENT_PROBLEMS = 1_000


class Census:
    """One for each platform. Counts go on as long as the playground runs, whatever the log of
    requests has dropped."""

    def __init__(self, *, is_checked: bool) -> None:
        self._is_checked = is_checked
        self._answered: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._requests: Counter[tuple[str, str]] = Counter()
        self._answers: Counter[tuple[str, str]] = Counter()
        self._newer: set[str] = set()

    def count(self, operation: str, *, is_answered: bool = True) -> None:
        """One request; refused ones are counted apart, since they may never have been read."""
        (self._answered if is_answered else self._refused)[operation] += 1

    def blame_request(self, operation: str, problems: Iterable[str]) -> None:
        """The program sent something that the platform's publisher does not describe so."""
        _note(self._requests, operation, problems)

    def blame_answer(self, operation: str, problems: Iterable[str]) -> None:
        """The playground itself answered with something else than the publisher describes."""
        _note(self._answers, operation, problems)

    def newer(self, fields: Iterable[str]) -> None:
        """Allow-listed fields that a request really used."""
        self._newer.update(fields)

    def view(self) -> View:
        """{"is_checked", "answered" and "refused": {operation: count}, "requests" and "answers":
        [{"operation", "problem", "count"}], "newer": [field]}."""
        return {
            "is_checked": self._is_checked,
            "answered": dict(self._answered),
            "refused": dict(self._refused),
            "requests": _told(self._requests),
            "answers": _told(self._answers),
            "newer": sorted(self._newer),
        }


def _note(found: Counter[tuple[str, str]], operation: str, problems: Iterable[str]) -> None:
    for problem in problems:
        key = (operation, problem)
        if key in found or len(found) < MOST_DIFFERENT_PROBLEMS:
            found[key] += 1


def _told(found: Counter[tuple[str, str]]) -> list[View]:
    return [
        {"operation": operation, "problem": problem, "count": count}
        for (operation, problem), count in sorted(found.items())
    ]
