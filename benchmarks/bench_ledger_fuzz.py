"""Random economies through the real services, on both databases, with a program that is killed
again and again: between statements, before a commit, after it and before the answer.

Each economy has a seed. What was under way is asked again under its keys, and some of what was
answered as well: it must be answered the same. After every crash and at the end the bare rows are
looked through (`tests/engine/wallet/replaying.py`), the engine verifies itself, and at the end what
the answers say must have happened, exactly once each, is what is there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.ledger_answers import differences
from benchmarks.ledger_economy import Economy
from engine.foundation.schema import create_schema
from tests.postgresql import PostgresServer, running_server

SECONDS = 60.0
STEPS = 260  # of one economy, before it is brought to its end


@contextmanager
def databases(server: PostgresServer, folder: Path) -> Iterator[dict[str, Any]]:
    """How to make a new database of each kind, and to be rid of it."""
    empty = folder / "empty.sqlite"
    create_schema(empty)
    template = server.new_database()
    create_schema(template)

    @contextmanager
    def sqlite() -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=folder) as own:
            path = Path(own) / "engine.sqlite"
            shutil.copy(empty, path)
            yield path

    @contextmanager
    def postgresql() -> Iterator[str]:
        address = server.new_database(server.name_of(template))
        yield address
        server.drop(address)

    yield {"sqlite": sqlite, "postgresql": postgresql}


async def live(address: Path | str, seed: int) -> Economy:
    economy = Economy(address, random.Random(seed))
    await economy.begins()
    try:
        await economy.lives(STEPS)
        await economy.ends()
        economy.violations += differences(address, economy.answered)
    except TimeoutError:
        economy.violations.append("the worker no longer answers")
    return economy


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--check", action="store_true", help="exit 1 when there are violations")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, help="one economy on each database, and no more")
    given = parser.parse_args()
    first = given.seed
    if first is None:
        first = int(os.environ.get("PEERLOOM_SEED", random.SystemRandom().randrange(10**6)))
    print(f"PEERLOOM_SEED={first}", flush=True)
    report: dict[str, Any] = {"operations": 0, "crashes": 0, "violations": 0, "seeds": []}
    steps: Counter[str] = Counter()  # of each kind, those that were done
    by_database = {
        name: {"operations": 0, "crashes": 0, "violations": 0, "economies": 0}
        for name in ("sqlite", "postgresql")
    }
    until = time.monotonic() + given.seconds
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server() as server,
        databases(server, Path(folder)) as new,
    ):
        seed = first
        while seed == first or (given.seed is None and time.monotonic() < until):
            for name, figures in by_database.items():
                with new[name]() as address:
                    economy = asyncio.run(live(address, seed))
                for violation in economy.violations:
                    print(f"seed {seed} on {name}: {violation}", flush=True)
                found = (len(economy.answered), economy.crashes, len(economy.violations))
                for key, count in zip(("operations", "crashes", "violations"), found, strict=True):
                    figures[key] += count
                    report[key] += count
                figures["economies"] += 1
                steps.update(step.do for step in economy.answered if step.kind == "done")
                print(
                    f"seed {seed} on {name}: {found[0]} operations, {found[1]} crashes", flush=True
                )
            report["seeds"].append(seed)
            seed += 1
    report.update(by_database, done=dict(sorted(steps.items())))
    print(json.dumps(report) if given.json else json.dumps(report, indent=2))
    return int(given.check and report["violations"] > 0)


if __name__ == "__main__":
    sys.exit(main())
