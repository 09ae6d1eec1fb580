"""The policy: amounts, the pass mark and the caps, as plain numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rewards.policy import PROGRAMMES, EarnedSoFar, is_passed, quiz_parts, within_caps

AMOUNTS = st.integers(0, 3_000)


@pytest.mark.parametrize(
    ("earned", "possible", "tokens"),
    [(4, 5, (20, 0)), (5, 5, (20, 5)), (3, 5, (0, 0)), (7, 9, (0, 0)), (8, 10, (20, 0)),
     (0, 0, (0, 0)), (1, 1, (20, 5))],
)  # fmt: skip
def test_a_quiz_is_passed_at_80_percent(
    earned: int, possible: int, tokens: tuple[int, int]
) -> None:
    paid = tuple(PROGRAMMES["quiz"][part] for part in quiz_parts(earned, possible))
    assert (*paid, 0, 0)[:2] == tokens
    assert is_passed(earned, possible) == (tokens != (0, 0))


@pytest.mark.parametrize(
    ("wanted", "kind", "so_far", "is_newcomer", "expected"),
    [
        (25, "quiz", EarnedSoFar(0, 0, 0), True, (25, None)),
        (25, "quiz", EarnedSoFar(90, 90, 90), True, (10, "newcomer_cap")),
        (25, "quiz", EarnedSoFar(90, 90, 90), False, (25, None)),
        (25, "quiz", EarnedSoFar(110, 500, 900), False, (10, "daily_cap")),
        (25, "quiz", EarnedSoFar(120, 500, 900), False, (0, "daily_cap")),
        (25, "quiz", EarnedSoFar(0, 2_000, 2_500), False, (0, "monthly_cap")),
        (25, "quiz", EarnedSoFar(120, 2_000, 2_500), False, (0, "monthly_cap")),
        (700, "streak", EarnedSoFar(120, 1_000, 2_500), False, (700, None)),
        (700, "streak", EarnedSoFar(0, 1_900, 2_500), False, (100, "monthly_cap")),
        (50, "streak", EarnedSoFar(0, 80, 80), True, (20, "newcomer_cap")),
    ],
)
def test_what_the_caps_leave(
    wanted: int,
    kind: str,
    so_far: EarnedSoFar,
    is_newcomer: bool,
    expected: tuple[int, str | None],
) -> None:
    assert within_caps(wanted, kind, so_far, is_newcomer=is_newcomer) == expected


@given(AMOUNTS, st.sampled_from(["quiz", "streak"]), AMOUNTS, AMOUNTS, AMOUNTS, st.booleans())
def test_no_cap_is_ever_passed_and_nothing_is_withheld_without_one(
    wanted: int, kind: str, today: int, this_month: int, in_all: int, is_newcomer: bool
) -> None:
    so_far = EarnedSoFar(today, this_month, in_all)
    paid, reason = within_caps(wanted, kind, so_far, is_newcomer=is_newcomer)
    assert 0 <= paid <= wanted
    assert (reason is None) == (paid == wanted) or (wanted, paid) == (0, 0)
    if paid:
        assert this_month + paid <= 2_000
        assert kind == "streak" or today + paid <= 120
        assert not is_newcomer or in_all + paid <= 100
