"""Only an exercise whose solution names one of its alternatives looks like multiple choice."""

from __future__ import annotations

import pytest

from engine.courses.items import Item
from engine.courses.lesson_text import Challenge
from engine.courses.markdown import read_lesson
from engine.courses.reading import Reading
from engine.courses.suggestions import suggested_item
from engine.foundation.richtext import plain


def suggestion(body: str, solution: str) -> Item | None:
    text = f"::: challenge\n## Q\n{body}\n:::: solution\n{solution}\n::::\n:::\n"
    parts = read_lesson(text, Reading("x"))
    assert isinstance(parts[0], Challenge)
    return suggested_item(parts[0])


ANIMALS = "Which?\n\n1. otter\n2. heron\n3. heron and otter\n\nThink twice.\n"


@pytest.mark.parametrize(
    ("solution", "right"),
    [
        ("It is the heron.", 1),
        ("Here heron and otter are right.", 2),
        ("The answer is 1.", 0),
        ("Option C, of course.", 2),
        ("`heron`", 1),
        ("heron\n![An otter](otter.png)", 1),
    ],
)
def test_the_alternative_that_the_solution_names_is_right(solution: str, right: int) -> None:
    item = suggestion(ANIMALS, solution)
    assert item is not None
    assert item.right == (right,)
    assert plain(item.stem) == "Which?\nThink twice."


@pytest.mark.parametrize(
    ("body", "solution"),
    [
        (ANIMALS, "It depends."),
        (ANIMALS, "otter, or heron"),
        (ANIMALS, "herons"),
        (ANIMALS, "The answer is 7."),
        ("Do this:\n\n1. Which is it?\n2. Why is it?\n", "Which is it?"),
        (ANIMALS + "\nAnd:\n\n1. a\n2. b\n", "heron"),
        ("One:\n\n- otter\n", "otter"),
        ("Same:\n\n- otter\n- otter\n", "otter"),
        ("Long:\n\n- " + "x" * 120 + "\n- y\n", "y"),
        ("None\n", "otter"),
    ],
)
def test_anything_less_clear_is_no_suggestion(body: str, solution: str) -> None:
    assert suggestion(body, solution) is None
