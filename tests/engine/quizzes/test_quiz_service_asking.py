"""How items are shown and explained: shuffled once, mapped back, led to the right page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.courses.items import Item, ItemKind, OptionKey
from engine.courses.lesson_text import Challenge
from engine.courses.pages import Page
from engine.foundation.richtext import text
from engine.quizzes.asking import item_to_ask, own_positions, shown_order
from engine.quizzes.explaining_page import explaining_page
from tests.engine.courses.teaching import FIVE_ITEMS, choice

TRUE_FALSE = Item(
    "",
    (text("Is water wet?"),),
    ItemKind.TRUE_FALSE,
    (OptionKey("True", True, 100.0), OptionKey("False", False, 0.0)),
)


@given(seed=st.integers(0, 2**31), item_id=st.integers(1, 10_000))
def test_right_positions_lead_back_to_the_items_own(seed: int, item_id: int) -> None:
    for item in (*FIVE_ITEMS, TRUE_FALSE):
        order = shown_order(item, seed=seed, item_id=item_id)
        assert sorted(order) == list(range(len(item.options)))
        asked = item_to_ask(item, item_id=item_id, seed=seed, number=1, total=1)
        assert own_positions(item, asked.right, seed=seed, item_id=item_id) == item.right
        assert sorted(asked.options) == sorted(option.text for option in item.options)


def test_true_always_stands_before_false() -> None:
    orders = {shown_order(TRUE_FALSE, seed=seed, item_id=1) for seed in range(50)}
    assert orders == {(0, 1)}


def test_attempts_differ_in_their_order() -> None:
    orders = {shown_order(FIVE_ITEMS[0], seed=seed, item_id=1) for seed in range(200)}
    assert len(orders) == 6


@pytest.mark.parametrize("chosen", [(), (5,), (-1,), (0, 1)])
def test_what_is_no_answer_has_no_positions(chosen: tuple[int, ...]) -> None:
    assert own_positions(FIVE_ITEMS[0], chosen, seed=1, item_id=1) is None


PAGES = (
    Page("Springs", (text("Water comes out of the ground and runs downhill."),)),
    Page("Meanders", (text("Water runs in bends; a bend grows on its outer bank."),)),
    Page("Deltas", (text("At the mouth water drops its sand."),)),
)


@pytest.mark.parametrize(
    ("stem", "right", "page"),
    [
        ("What grows on a river's outer bank?", "the bend", 2),
        ("What does a river drop at its mouth?", "sand", 3),
        ("Quelle heure est-il ?", "midi", 1),
    ],
)
def test_the_page_with_the_rarest_shared_words_explains(stem: str, right: str, page: int) -> None:
    assert explaining_page(choice(stem, right, "nothing"), PAGES) == page


def test_a_page_that_teaches_goes_before_an_exercise_with_the_same_words() -> None:
    exercise = Challenge(1, "Bends", (text("Where does a bend grow?"),))
    pages = (Page("Bends", exercise.blocks, exercise), *PAGES[1:2])
    assert explaining_page(choice("Where does a bend grow?", "outside", "inside"), pages) == 1
    item = choice("Which bank does a bend have?", "an outer one", "none")
    assert explaining_page(item, pages) == 2


def test_a_lesson_without_pages_opens_at_its_start() -> None:
    assert explaining_page(FIVE_ITEMS[0], ()) == 1
