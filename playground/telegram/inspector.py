"""Looks at each request and each answer of the Bot API, and keeps the census of them."""

from __future__ import annotations

from typing import Any

from playground.census import Census
from playground.telegram.calls import Call
from playground.telegram.errors import bad
from playground.telegram.specification import Specification
from playground.telegram.tables import Json

DOWNLOAD = "download a file"
UPDATE = "an update"
# Refusals that say how the world is, not that the request was malformed.
_OF_THE_WORLD = (
    "message is not modified",
    "query is too old",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message to be replied not found",
    "message thread not found",
    "member not found",
    "chat not found",
    "user not found",
    "not enough rights",
    "have no rights",
    "topic_closed",
    "upgraded to a supergroup",
    "file is too big",
)


class Inspector:
    """Without a specification only counts."""

    def __init__(self, specification: Specification | None) -> None:
        self.specification = specification
        self.census = Census(is_checked=specification is not None)

    def inspect(self, call: Call) -> None:
        """Notes what is wrong with a request. Raises ApiError for what the specification does not
        know and the server has no words of Telegram's own for."""
        if self.specification is None:
            return
        problems, newer = self.specification.checked(call)
        name = self._name(call.method)
        self.census.newer(newer)
        self.census.blame_request(name, [problem.words for problem in problems])
        refused = [problem.words for problem in problems if not problem.is_said_by_telegram]
        if refused:
            raise bad(f"not in the specification: {'; '.join(refused)}")

    def answered(self, method: str, status: int, answer: Json) -> None:
        """One request that came over the wire, with what became of it."""
        name = self._name(method)
        self.census.count(name, is_answered=status == 200)
        if status == 200:
            if self.specification is not None:
                problems = self.specification.answer_problems(method, answer["result"])
                self.census.blame_answer(name, problems)
        elif status in (400, 404):
            words = str(answer["description"])
            lowered = words.lower()
            is_known = "not in the specification" in words  # noted field by field
            if not is_known and not any(part in lowered for part in _OF_THE_WORLD):
                self.census.blame_request(name, [f"refused: {words}"])

    def downloaded(self) -> None:
        self.census.count(DOWNLOAD)

    def pushed(self, update: Any) -> None:
        """An update on its way to the program, by whichever way it goes."""
        if self.specification is not None:
            problems = self.specification.value_problems(update, ["Update"])
            self.census.blame_answer(UPDATE, problems)

    def _name(self, method: str) -> str:
        known = self.specification.name_of(method) if self.specification else None
        return known or method
