"""What people type and read of numbers and days is the same in every form and screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bots.dialogue.forms import whole_number
from bots.dialogue.texts import Texts


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("300", 300), (" 1 000 ", 1_000), ("1000", 1_000)],
)
def test_whole_numbers_are_read(typed: str, number: int) -> None:
    assert whole_number(typed, most=1_000) == number


@pytest.mark.parametrize(
    "typed", ["", " ", "-1", "1001", "99999", "1.5", "1,5", "1e3", "ten", "٣٠٠", "³", "+5", "0x10"]
)
def test_anything_else_is_none(typed: str) -> None:
    assert whole_number(typed, most=1_000) is None


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_what_is_good_until_midnight_is_good_on_the_day_before(zone: str) -> None:
    midnight = datetime(2028, 1, 1, tzinfo=UTC)
    assert Texts("en", zone).last_day(midnight) == "31 December 2027"
