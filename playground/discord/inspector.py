"""Looks at each request and each answer of Discord's API, and keeps the census of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.census import Census
from playground.discord.errors import ApiError, FormErrors
from playground.discord.operations import Operation, Specification, told
from playground.discord.schema import UNKNOWN_KEY

# Refusals that say how the world is, not that the request was malformed.
_OF_THE_WORLD = frozenset({
    10003, 10004, 10007, 10008, 10011, 10013, 10015, 10062, 40060, 50001, 50007, 50013, 50278,
})  # fmt: skip
_GATEWAY = {1: "heartbeat", 2: "identify", 6: "resume"}


class Inspector:
    """Without a specification only counts."""

    def __init__(self, specification: Specification | None) -> None:
        self.specification = specification
        self.census = Census(is_checked=specification is not None)

    def operation(self, method: str, path: str) -> Operation | None:
        return self.specification.operation(method, path) if self.specification else None

    def inspect(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Any,
        *,
        content_type: str,
        parts: Sequence[str],
    ) -> None:
        """Notes what is wrong with a request. Raises 50035 for what Discord would refuse too."""
        if self.specification is None:
            return
        operation = self.specification.operation(method, path)
        if operation is None:
            self.census.blame_request(f"{method} {path}", ["is no operation of the document"])
            return
        faults = self.specification.faults(
            operation, path, query, body, content_type=content_type, parts=parts
        )
        self.census.blame_request(operation.id, [told(operation, fault) for fault in faults])
        errors = FormErrors()
        for fault in faults:
            if fault[1] != UNKNOWN_KEY:
                errors.add(fault[0], fault[1], told(operation, fault))
        if errors.tree:
            raise Noted(errors)

    def answered(
        self, method: str, path: str, template: str, status: int, answer: Any, *, is_noted: bool
    ) -> None:
        """One request with what became of it; `is_noted`: `inspect` has refused it already."""
        operation = self.operation(method, path)
        name = operation.id if operation is not None else f"{method} {template}"
        self.census.count(name, is_answered=status < 300)
        if status < 300:
            if operation is not None and self.specification is not None:
                faults = self.specification.answer_faults(operation, status, answer)
                self.census.blame_answer(name, [told(operation, fault) for fault in faults])
        elif status in (400, 403, 404, 405, 413) and not is_noted:
            code = answer.get("code") if isinstance(answer, dict) else None
            if code not in _OF_THE_WORLD:
                self.census.blame_request(name, [f"refused with {status}: {answer}"[:500]])

    def spoken(self, code: int) -> None:
        """One frame of the gateway, by its opcode."""
        self.census.count(f"gateway {_GATEWAY.get(code, code)}")


class Noted(ApiError):
    """A refusal whose reasons are in the census already."""

    def __init__(self, errors: FormErrors) -> None:
        super().__init__(400, 50035, "Invalid Form Body", errors.tree)
