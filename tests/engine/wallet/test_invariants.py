"""The table of invariants names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[2] / "docs" / "invariants.md"
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_every_invariant_names_tests_that_exist() -> None:
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")][1:]
    assert len(lines) == 20
    for line in lines:
        named = NAMED.findall(line)
        assert named, line
        for file, test in named:
            assert re.search(rf"^(async )?def {test}\(", (HERE / file).read_text(), re.M), test
