"""How a benchmark speaks: lines for people, one JSON object as the last line, promises checked."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Promise:
    """`path` leads to a figure of the report, as in ("sqlite", "per_second")."""

    path: tuple[str, ...]
    bound: float
    is_least: bool = True

    def kept(self, report: Mapping[str, Any]) -> bool:
        figure: Any = report
        for name in self.path:
            figure = figure[name]
        return bool(figure >= self.bound if self.is_least else figure <= self.bound)

    def __str__(self) -> str:
        return f"{'.'.join(self.path)} {'>=' if self.is_least else '<='} {self.bound:g}"


def options(about: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--check", action="store_true", help="exit 1 when a promise is missed")
    return parser.parse_args()


def tell(report: Mapping[str, Any], promises: Sequence[Promise], given: argparse.Namespace) -> int:
    """The exit code."""
    missed = [promise for promise in promises if not promise.kept(report)]
    for promise in promises:
        print(f"{'missed' if promise in missed else 'kept':6} {promise}")
    print(json.dumps(report) if given.json else json.dumps(report, indent=2))
    sys.stdout.flush()
    return 1 if given.check and missed else 0
