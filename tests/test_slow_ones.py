"""What `./dev test` leaves out is run all the same: every slow test is in a folder of `.ci/run`."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).parents[1]
SLOW = re.compile(r"\bmark\.slow\b")


def test_every_slow_test_is_run_in_ci() -> None:
    lines = re.findall(r"^\./dev test (.*-m slow.*)$", (ROOT / ".ci/run").read_text(), re.MULTILINE)
    run = [ROOT / word for line in lines for word in line.split() if word.startswith("tests/")]
    assert all(place.exists() for place in run)
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if SLOW.search(file.read_text())]
    left_out = [file for file in files if not {file, *file.parents}.intersection(run)]
    assert files
    assert left_out == []


def test_no_example_that_chance_draws_is_timed() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None
