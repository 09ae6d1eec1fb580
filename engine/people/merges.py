"""Where each domain says how what two people have becomes one person's, and how it is undone."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any

import engine
from engine.foundation.tx import ReadTx, Tx
from engine.people.link_commands import Holding


@dataclass(frozen=True)
class Merge:
    """All that is `leaver`'s becomes `keeper`'s.

    `run` is 0 for the merge itself, and counts on for what commands that were under way wrote for
    the leaver meanwhile: it is fetched a little later.
    """

    id: int
    run: int
    keeper: int
    leaver: int


# Each domain that keeps something about a person has a `merging.py` with
#   merge(tx, merge) -> note          what undoing needs, as `wire` can store it
#   undo(tx, merge, note) -> None     may refuse
# and, when it has something to say,
#   AFTER = ("rewards",)              domains that go first
#   check(tx, one, other) -> None     refuses for a reason of its own
#   holdings(tx, person_id)           what both sides see before they agree


def merge_all(tx: Tx, merge: Merge) -> dict[str, Any]:
    """Every domain's rows change hands; the notes by domain."""
    return {name: domain.merge(tx, merge) for name, domain in domains().items()}


def undo_all(tx: Tx, merge: Merge, notes: dict[str, Any]) -> None:
    for name, domain in reversed(domains().items()):
        if name in notes:
            domain.undo(tx, merge, notes[name])


def check_all(tx: ReadTx, one: int, other: int) -> None:
    """Raises what any domain has against it."""
    for domain in _having("check"):
        domain.check(tx, one, other)


def holdings_of(tx: ReadTx, person_id: int) -> tuple[Holding, ...]:
    """What there is; nothing is left out but zeros."""
    found = [
        holding for domain in _having("holdings") for holding in domain.holdings(tx, person_id)
    ]
    return tuple(holding for holding in found if holding.number)


def _having(name: str) -> Iterator[Any]:
    return (domain for domain in domains().values() if hasattr(domain, name))


@cache
def domains() -> dict[str, ModuleType]:
    """By name, in the order of work: those a domain comes after stand before it, people last."""
    found: dict[str, ModuleType] = {}
    for package in pkgutil.iter_modules(engine.__path__):
        if (Path(engine.__path__[0]) / package.name / "merging.py").is_file():
            found[package.name] = importlib.import_module(f"engine.{package.name}.merging")
    before = {
        name: {other for other in getattr(domain, "AFTER", ()) if other in found}
        for name, domain in sorted(found.items())
    }
    if "people" in before:
        before["people"] = set(found) - {"people"}
    return {name: found[name] for name in TopologicalSorter(before).static_order()}
