"""The worked example is tested where the design is at hand; CI must have it."""

from __future__ import annotations

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
