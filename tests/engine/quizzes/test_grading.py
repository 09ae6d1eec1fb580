"""An item is one point, all or nothing; a quiz is passed by whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.courses.items import Item
from engine.quizzes.gift import parse_gift
from engine.quizzes.grading import grade, passed


def item(answers: str) -> Item:
    return parse_gift(f"Q {{{answers}}}", "q.gift").items[0]


@pytest.mark.parametrize(
    ("answers", "chosen", "points", "percent"),
    [
        ("=a ~b ~c", (0,), 1, 100),
        ("=a ~b ~c", (1,), 0, 0),
        ("=a ~b ~c", (), 0, 0),
        ("=a ~b ~c", (0, 1), 0, 0),
        ("=a ~b =c", (0,), 1, 100),
        ("=a ~b =c", (2,), 1, 100),
        ("=a ~b =c", (0, 2), 0, 0),
        ("=a ~%50%b ~c", (1,), 0, 50),
        ("TRUE", (0,), 1, 100),
        ("TRUE", (1,), 0, 0),
        ("FALSE", (1,), 1, 100),
        ("~%50%a ~%50%b ~c", (0, 1), 1, 100),
        ("~%50%a ~%50%b ~c", (1, 0, 0), 1, 100),
        ("~%50%a ~%50%b ~c", (0,), 0, 50),
        ("~%50%a ~%50%b ~%-50%c", (0, 1, 2), 0, 50),
        ("~%50%a ~%50%b ~%-100%c", (0, 2), 0, 0),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~d", (0, 1), 0, 67),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~d", (0, 1, 2), 1, 100),
        ("~%50%a ~%50%b ~c", (0, 1, 2), 0, 100),
        ("~%50%a ~%50%b ~c", (), 0, 0),
    ],
)
def test_an_answer_earns_its_point_or_none(
    answers: str, chosen: tuple[int, ...], points: int, percent: int
) -> None:
    graded = grade(item(answers), chosen)
    assert (graded.points_earned, graded.points_possible) == (points, 1)
    assert (graded.is_right, graded.percent) == (points == 1, percent)


def test_an_option_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="option"):
        grade(item("=a ~b"), (2,))
    with pytest.raises(ValueError, match="option"):
        grade(item("=a ~b"), (-1,))


@settings(max_examples=100)
@given(st.sets(st.integers(0, 3)))
def test_only_the_exact_set_of_right_options_earns(chosen: set[int]) -> None:
    graded = grade(item("~%50%a ~b ~%50%c ~%-50%d"), tuple(chosen))
    assert graded.is_right == (chosen == {0, 2})
    assert 0 <= graded.percent <= 100


@pytest.mark.parametrize(
    ("earned", "possible", "is_passed"),
    [(4, 5, True), (3, 5, False), (5, 5, True), (0, 0, False), (2, 3, False), (0, 5, False)],
)
def test_a_quiz_is_passed_at_80_percent(earned: int, possible: int, is_passed: bool) -> None:
    assert passed(earned, possible) is is_passed


@settings(max_examples=100)
@given(st.integers(0, 200), st.integers(1, 200), st.integers(0, 100))
def test_passing_is_decided_exactly(earned: int, possible: int, mark: int) -> None:
    assert passed(earned, possible, mark) is (Fraction(earned, possible) >= Fraction(mark, 100))
