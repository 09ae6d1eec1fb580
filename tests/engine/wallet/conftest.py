"""The worked example is tested where the design is at hand, and CI must have it; chance has a seed
that is told."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import seed

from tests.engine.wallet.worked_example import find_worked_example

collect_ignore = (
    []
    if find_worked_example()
    else [
        "test_worked_example.py",
        "test_sales_worked_example.py",
        "test_holds_worked_example.py",
    ]
)
# In the environment, so that every process of one run draws from the same.
SEED = int(os.environ.setdefault("PEERLOOM_SEED", str(random.SystemRandom().randrange(10**6))))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        function = getattr(item, "obj", None)
        if hasattr(function, "hypothesis"):
            seed(SEED)(function)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"the wallet's chances: PEERLOOM_SEED={SEED}")
