"""What an answer to one item earns, and when a quiz is passed."""

from __future__ import annotations

from dataclasses import dataclass

from engine.courses.items import Item, ItemKind

PASS_MARK_PERCENT = 80


@dataclass(frozen=True)
class Grade:
    """`percent` (0 to 100) is how much was right: for feedback, it earns nothing by itself."""

    points_earned: int
    points_possible: int
    is_right: bool
    percent: int


def grade(item: Item, chosen: tuple[int, ...]) -> Grade:
    """Grades the chosen positions (counted from 0, in any order, repeats ignored).

    An item is one point, all or nothing: for one choice a right option, for several choices every
    right option and no other. Weights never split the point; they make `percent`, summed and kept
    within 0 to 100 as Moodle does for "multiple answers" (question/type/multichoice,
    grade_response); without weights the right options share 100 and a wrong one takes as much away.
    Raises ValueError for a position that the item does not have.
    """
    picked = frozenset(chosen)
    if any(place not in range(len(item.options)) for place in picked):
        raise ValueError(f"option {sorted(picked)} of an item with {len(item.options)} options")
    right = frozenset(item.right)
    if item.kind is ItemKind.SEVERAL:
        is_right = picked == right
    else:
        # Where two options of a single choice are marked right, either one counts.
        is_right = len(picked) == 1 and picked <= right
    return Grade(int(is_right), 1, is_right, _percent(item, picked, is_right))


def _percent(item: Item, picked: frozenset[int], is_right: bool) -> int:
    if is_right:
        return 100
    if item.kind is not ItemKind.SEVERAL:
        best = max((item.options[place].weight_percent for place in picked), default=0.0)
        return _rounded(best) if len(picked) == 1 else 0
    if item.has_weights:
        return _rounded(sum(item.options[place].weight_percent for place in picked))
    right = frozenset(item.right)
    hits, misses = len(picked & right), len(picked - right)
    return _rounded(100 * (hits - misses) / max(1, len(right)))


def _rounded(percent: float) -> int:
    """Half up, kept within 0 to 100; a sum such as 3 x 33.33333 becomes the 100 it means."""
    return min(100, max(0, int(percent + 0.5)))


def passed(
    points_earned: int, points_possible: int, pass_mark_percent: int = PASS_MARK_PERCENT
) -> bool:
    """True when the points reach the mark, exactly at it too; in whole numbers, never by rounding.

    An attempt with nothing to earn is not passed.
    """
    return points_possible > 0 and points_earned * 100 >= points_possible * pass_mark_percent
