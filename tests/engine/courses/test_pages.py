"""Lessons break into pages of a chat's size, at the places where a reader would turn the page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.courses.lesson_text import Challenge
from engine.courses.pages import SOFT_UNITS, split_blocks, split_lesson
from engine.courses.splitting import HARD_UNITS, utf16_units, visible_units
from engine.foundation.richtext import (
    Block,
    Code,
    Details,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Table,
    plain,
)
from tests.engine.courses.content import BLOCKS


def words(count: int, word: str = "word") -> Paragraph:
    return Paragraph((Span(" ".join([word] * count) + "."),))


def heading(text: str, level: int = 2) -> Heading:
    return Heading(level, (Span(text),))


def test_a_short_lesson_is_one_page() -> None:
    pages = split_lesson((words(20), words(30)), "Springs")
    assert [(page.title, len(page.blocks)) for page in pages] == [("Springs", 2)]


def test_a_page_breaks_before_a_heading() -> None:
    parts = (words(120), heading("Rivers"), words(80), heading("Lakes"), words(80))
    assert [page.title for page in split_lesson(parts, "Water")] == ["Water", "Rivers"]
    parts = (words(120), heading("Rivers"), words(150), heading("Lakes"), words(100))
    assert [page.title for page in split_lesson(parts, "Water")] == ["Water", "Rivers", "Lakes"]


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    parts = (words(225), heading("Rivers", 3), words(100), words(200))
    for page in split_lesson(parts, "Water"):
        assert not isinstance(page.blocks[-1], Heading)


def test_code_stays_with_its_introduction_and_its_output() -> None:
    intro = Paragraph((Span("For example:"),))
    parts = (words(215), intro, Code("print(1)\n" * 20, "python"), Code("1\n" * 10, "output"))
    first, second = split_lesson(parts, "T")
    assert len(first.blocks) == 1
    assert len(second.blocks) == 3


def test_each_challenge_is_a_page_of_its_own() -> None:
    challenge = Challenge(1, "From 1 to N", (words(10),), (words(5),))
    pages = split_lesson((words(10), challenge, words(10)), "Loops")
    assert [(page.title, page.challenge is None) for page in pages] == [
        ("Loops", True),
        ("From 1 to N", False),
        ("Loops", True),
    ]
    assert pages[1].anchor == "from-1-to-n"
    assert pages[1].blocks == challenge.blocks


def test_a_long_challenge_ends_on_the_page_that_holds_its_solution() -> None:
    challenge = Challenge(1, "Long", tuple(words(300) for _ in range(4)), (words(5),))
    pages = split_lesson((challenge,), "T")
    assert len(pages) > 1
    assert [page.challenge is None for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_challenge_without_text_is_still_a_page() -> None:
    pages = split_lesson((Challenge(1, "Think", ()),), "T")
    assert [page.title for page in pages] == ["Think"]


def test_anchors_differ_within_a_lesson() -> None:
    parts = tuple(words(220) for _ in range(3))
    anchors = [page.anchor for page in split_lesson(parts, "Вода и реки")]
    assert anchors == ["voda-i-reki", "voda-i-reki-2", "voda-i-reki-3"]


def test_a_last_sentence_does_not_get_a_page_alone() -> None:
    pages = split_lesson((words(235), words(10)), "T")
    assert len(pages) == 1


LONG: list[Block] = [
    Code("\n".join(f"line {number}" for number in range(900))),
    Code("x" * 20_000),
    Paragraph((Span("A sentence. " * 900), Span("😀" * 4_000, is_bold=True))),
    ListBlock(tuple((words(40),) for _ in range(60)), is_ordered=True, start=3),
    ListBlock(((words(10), Code("y\n" * 5_000)), (words(3_000),))),
    Table(
        ((Span("a"),), (Span("b"),)), tuple(((Span("c" * 50),), (Span("d"),)) for _ in range(90))
    ),
    Table(((Span("a"),),), (((Span("w " * 4_000),),),)),
    Table(((Span("h " * 2_000),),), ()),
    Quote((words(2_000), Code("z\n" * 3_000)), "Tip"),
    Details("More", (ListBlock(tuple((words(900),) for _ in range(3))),)),
    heading("t" * 9_000),
]


def test_blocks_too_long_for_a_message_are_cut_and_nothing_is_lost() -> None:
    for block in LONG:
        groups = split_blocks((block,))
        assert len(groups) > 1
        for group in groups:
            assert visible_units(group) <= HARD_UNITS
        letters = "".join(plain((block,)).split())
        kept = "".join("".join(plain(group).split()) for group in groups)
        assert len(kept) >= len(letters)
        assert set(letters) <= set(kept)


def test_numbers_go_on_where_a_long_list_was_cut() -> None:
    groups = split_blocks((LONG[3],))
    lists = [block for group in groups for block in group if isinstance(block, ListBlock)]
    expected = 3
    for block in lists:
        assert block.start == expected
        expected += len(block.items)
    assert expected == 63


def test_code_is_cut_at_line_ends() -> None:
    block = Code("\n".join(f"line {number}" for number in range(900)), "python")
    pieces = [piece for group in split_blocks((block,)) for piece in group]
    assert all(isinstance(piece, Code) and piece.language == "python" for piece in pieces)
    assert "\n".join(piece.text for piece in pieces if isinstance(piece, Code)) == block.text


def test_emoji_count_as_telegram_counts_them() -> None:
    assert utf16_units("a😀") == 3


@settings(max_examples=40)
@given(st.lists(st.integers(0, 300), max_size=5), BLOCKS)
def test_no_page_exceeds_the_bound(sizes: list[int], short: tuple[Block, ...]) -> None:
    # The first numbers stand for the long blocks above, the others for paragraphs of so many words.
    long = [LONG[size] if size < len(LONG) else words(size) for size in sizes]
    parts = (*long, *short, Challenge(1, "C", (*short, *long)))
    pages = split_lesson(parts, "T")
    assert pages == split_lesson(parts, "T")
    for page in pages:
        assert visible_units(page.blocks) <= HARD_UNITS
    assert len({page.anchor for page in pages}) == len(pages)


def test_ordinary_pages_keep_to_the_soft_bound() -> None:
    parts = tuple(words(30) for _ in range(40))
    assert all(visible_units(page.blocks) <= SOFT_UNITS for page in split_lesson(parts, "T"))
