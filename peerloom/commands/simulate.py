"""`peerloom simulate economy`: what a month would do to the fund, with and without cheats."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from engine.foundation.schema import create_schema
from simulation import assumptions
from simulation.economy import Figures, Settings, simulate
from simulation.report import as_json, as_text, failures

# Nothing of it is to be kept: where there is a disk in memory, none other is waited for.
IN_MEMORY = Path("/dev/shm")  # noqa: S108
SEED_LIMIT = 2**63 - 1
LONGEST_NUMBER = 20


async def simulate_economy(given: argparse.Namespace) -> int:
    """Exit code 1 when the ledger does not add up, or, with --check, a threshold does not hold; 2
    for arguments that are none."""
    try:
        settings = _settings(given)
    except ValueError as wrong:
        print(f"peerloom: {wrong}", file=sys.stderr)
        return 2
    place = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="peerloom-", dir=place) as folder:
        database = Path(folder) / "economy.sqlite"
        create_schema(database)
        figures = await simulate(settings, database)
    return _tell(figures, is_json=given.json, is_check=given.check)


def _tell(figures: Figures, *, is_json: bool, is_check: bool) -> int:
    print(as_text(figures))
    wrong = failures(figures) if is_check else []
    if is_check:
        print("Thresholds" if wrong else "Thresholds hold")
        for sentence in wrong:
            print(f"  {sentence}")
    if is_json:
        print(json.dumps(as_json(figures)))
    if figures.problems:
        print("peerloom: the ledger does not add up", file=sys.stderr)
    return 1 if wrong or figures.problems else 0


def _settings(given: argparse.Namespace) -> Settings:
    """Raises ValueError with a sentence."""
    return Settings(
        people=_number(given.people, "--people", least=1, most=assumptions.MOST_PEOPLE),
        days=_number(given.days, "--days", least=1, most=assumptions.MOST_DAYS),
        seed=_number(given.seed, "--seed", least=0, most=SEED_LIMIT),
        with_adversaries=given.adversaries,
    )


def _number(told: str, option: str, *, least: int, most: int) -> int:
    is_number = told.isascii() and told.isdigit() and len(told) <= LONGEST_NUMBER
    if not is_number or not least <= int(told) <= most:
        asked = told if len(told) <= LONGEST_NUMBER else f"{told[:LONGEST_NUMBER]}…"
        raise ValueError(f"{option} takes a whole number from {least} to {most}, not {asked!r}")
    return int(told)
