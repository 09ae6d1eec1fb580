"""One step of an economy and what was answered, and the bare rows beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.foundation import wire
from engine.foundation.schema import with_connection


@dataclass
class Step:
    """`key`: its inbox key, None where the ledger's own key must do."""

    n: int
    do: str
    given: list[Any]
    key: str | None = None
    repeats: Step | None = None  # asked again after it was answered
    is_first: bool = False  # done before the first program was started
    kind: str = ""
    answer: Any = None

    def line(self) -> bytes:
        told = {"n": self.n, "do": self.do, "with": self.given, "key": self.key}
        return (json.dumps(told) + "\n").encode()


def rows(address: Path | str, question: str) -> list[tuple[Any, ...]]:
    return with_connection(
        address, lambda connection: [tuple(row) for row in connection.exec_driver_sql(question)]
    )


def without_new(step: Step) -> Any:
    """An answer's own words, but for whether it was the first."""
    told = json.loads(wire.dump(step.answer))
    if isinstance(told, dict) and isinstance(told.get("v"), dict):
        told["v"].pop("is_new", None)
        told["v"].pop("limited", None)  # a booking that was made is not asked for it again
        if step.do in ("redeem", "own_goods"):
            told["v"].pop("state", None)  # how it stands now
    return told if step.do != "vote" else None  # a vote's answer tells how things stand now
