"""Rows that belong to people, held together with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.tx import Tx


def locked_with_people(
    tx: Tx, what: str, find: Callable[[], Any | None], people_of: Callable[[Any], tuple[int, ...]]
) -> Any:
    """The row, with its people held until the end; they may have been linked to somebody while they
    were waited for, and are others then. Raises NotFound(what)."""
    seen = find()
    while seen is not None:
        people = people_of(seen)
        tx.lock("person", *people)
        seen = find()
        if seen is not None and people_of(seen) == people:
            return seen
    raise NotFound(what=what)
