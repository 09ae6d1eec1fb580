"""Strategies for blocks, for tests of what must hold for every content."""

from __future__ import annotations

from datetime import UTC

from hypothesis import strategies as st

from engine.courses.items import Item, ItemKind, OptionKey
from engine.courses.lesson_text import Challenge
from engine.courses.pages import Page
from engine.foundation.richtext import (
    Block,
    Code,
    Details,
    Heading,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

WORDS = st.text(max_size=30)
SPAN = st.builds(
    Span,
    WORDS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.just("https://a.example"),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
SPANS = st.lists(SPAN, max_size=4).map(tuple)
CELLS = st.lists(SPANS, max_size=3).map(tuple)


def _deeper(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    run = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(
            ListBlock, st.lists(run, max_size=3).map(tuple), st.booleans(), st.integers(0, 99)
        ),
        st.builds(Quote, run, WORDS),
        st.builds(Details, WORDS, run),
    )


_FLAT: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, SPANS),
    st.builds(Heading, st.integers(1, 6), SPANS),
    st.builds(Code, WORDS, WORDS),
    st.builds(Table, CELLS, st.lists(CELLS, max_size=3).map(tuple)),
    st.builds(Media, st.sampled_from(["image", "video"]), WORDS, WORDS, WORDS),
    st.builds(Rule),
)
BLOCK: st.SearchStrategy[Block] = st.recursive(_FLAT, _deeper, max_leaves=5)
BLOCKS = st.lists(BLOCK, max_size=3).map(tuple)
CHALLENGE = st.builds(
    Challenge,
    st.integers(1, 60),
    WORDS,
    BLOCKS,
    BLOCKS,
    st.lists(st.builds(Details, WORDS, BLOCKS), max_size=2).map(tuple),
)
PAGES = st.lists(st.builds(Page, WORDS, BLOCKS, st.none() | CHALLENGE, WORDS), max_size=3).map(
    tuple
)
OPTION = st.builds(OptionKey, WORDS, st.booleans(), st.floats(-100, 100), WORDS)
ITEM = st.builds(
    Item,
    WORDS,
    BLOCKS,
    st.sampled_from(ItemKind),
    st.lists(OPTION, min_size=2, max_size=5).map(tuple),
    WORDS,
    WORDS,
    st.integers(0, 999),
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
    st.booleans(),
)
ITEMS = st.lists(ITEM, max_size=3).map(tuple)
