"""Stories and exercises being run, each in a world of its own, and the censuses they leave."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peerloom.host import SELFTEST_START, playground
from playground.scenario.client import ControlClient
from playground.scenario.runner import run_scenarios
from tests.conformance.sources import ROOT

OWN = Path(__file__).parent / "scenarios"
STORIES = ROOT / "docs/scenarios"
PLATFORMS = ("telegram", "discord")

Census = dict[str, Any]


# Asked to learn whether a channel is gone or only hidden: "unknown channel" is what is wanted.
THE_REFUSAL_IS_THE_ANSWER = frozenset({"get_channel"})


@dataclass
class Run:
    """One story or exercise. `failure` is the end of its transcript when it did not go as told."""

    name: str
    steps: int = 0
    failure: str = ""
    censuses: dict[str, Census] = field(default_factory=dict)

    def answered(self, platform: str) -> dict[str, int]:
        census = self.censuses.get(platform, {})
        counts = dict(census.get("answered", {}))
        for operation, count in census.get("refused", {}).items():
            if operation in THE_REFUSAL_IS_THE_ANSWER:
                counts[operation] = counts.get(operation, 0) + count
        return counts

    def problems(self, side: str) -> list[str]:
        """`side`: "requests" of the bots or "answers" of the playground."""
        return [
            f"{self.name}, {platform}, {entry['operation']}: {entry['problem']} ×{entry['count']}"
            for platform, census in self.censuses.items()
            for entry in census[side]
        ]


def stories() -> list[Path]:
    """Every scenario of the documentation, and those that reach what it does not."""
    return [*sorted(STORIES.glob("*.scenario")), *sorted(OWN.glob("*.scenario"))]


async def told(files: Iterable[Path], folder: Path, specifications: Path) -> list[Run]:
    """Each file against the real program in a new playground that checks every request."""
    found = []
    for number, file in enumerate(files):
        async with (
            playground(
                folder / str(number),
                start_at=SELFTEST_START,
                spec=specifications,
                template=folder / "template",
            ) as opened,
            ControlClient(base_url=opened.base_url, token=opened.token) as client,
        ):
            transcript = io.StringIO()
            outcome = await run_scenarios(
                [file],
                base_url=opened.base_url,
                token=opened.token,
                out=transcript,
                environment=opened.shell,
            )
            run = Run(file.stem, outcome.steps)
            run.censuses = {platform: await client.census(platform) for platform in PLATFORMS}
        if outcome.failed:
            run.failure = transcript.getvalue()[-3000:]
        found.append(run)
    return found


def called(runs: Sequence[Run], platform: str) -> set[str]:
    """Every operation that was asked for, whether or not it was answered."""
    return {
        operation
        for run in runs
        for kind in ("answered", "refused")
        for operation in run.censuses.get(platform, {}).get(kind, {})
    }


def exercised(runs: Sequence[Run], platform: str) -> set[str]:
    """Every operation that was answered at least once."""
    return {operation for run in runs for operation in run.answered(platform)}


def left_out(runs: Sequence[Run], callable_: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """By platform the operations that can be called and that no run had answered."""
    return {
        platform: sorted(callable_[platform] - exercised(runs, platform)) for platform in PLATFORMS
    }


def unseen(runs: Sequence[Run], callable_: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """By platform the operations that were called, though nothing tells that they can be."""
    return {
        platform: sorted(called(runs, platform) - callable_[platform]) for platform in PLATFORMS
    }


def table(runs: Sequence[Run], platform: str, callable_: Iterable[str]) -> str:
    """Methods × runs as text; a column is named by its number, told below."""
    rows = sorted({*callable_, *exercised(runs, platform)}, key=str.lower)
    width = max(map(len, rows), default=0)
    cells = [f"{number:>4}" for number in range(1, len(runs) + 1)]
    lines = [f"{platform:<{width}} {''.join(cells)}   all"]
    for row in rows:
        counts = [run.answered(platform).get(row, 0) for run in runs]
        shown = "".join(f"{count or '·':>4}" for count in counts)
        lines.append(f"{row:<{width}} {shown} {sum(counts):>5}")
    return "\n".join(lines)


def legend(runs: Sequence[Run]) -> str:
    return "\n".join(f"{number:>4} {run.name}" for number, run in enumerate(runs, 1))
