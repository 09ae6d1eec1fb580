"""Stored content reads back to exactly what it was."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings

from engine.courses.content_json import (
    dump_blocks,
    dump_challenge,
    dump_pages,
    load_blocks,
    load_challenge,
    load_pages,
)
from engine.courses.items import Item
from engine.courses.items_json import dump_items, load_items
from engine.courses.lesson_text import Challenge
from engine.courses.pages import Page
from engine.foundation.richtext import Block, Paragraph, Span
from tests.engine.courses.content import BLOCKS, CHALLENGE, ITEMS, PAGES


@settings(max_examples=40)
@given(BLOCKS)
def test_blocks_read_back(blocks: tuple[Block, ...]) -> None:
    assert load_blocks(dump_blocks(blocks)) == blocks


@settings(max_examples=40)
@given(PAGES)
def test_pages_read_back(pages: tuple[Page, ...]) -> None:
    assert load_pages(dump_pages(pages)) == pages


@settings(max_examples=40)
@given(CHALLENGE)
def test_a_challenge_reads_back(challenge: Challenge) -> None:
    assert load_challenge(dump_challenge(challenge)) == challenge


@settings(max_examples=40)
@given(ITEMS)
def test_items_read_back(items: tuple[Item, ...]) -> None:
    assert load_items(dump_items(items)) == items


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2027, 3, 9, 19)  # noqa: DTZ001 - that is what is refused
    with pytest.raises(ValueError, match="zone"):
        dump_blocks((Paragraph((Span("now", at=naive),)),))


@pytest.mark.parametrize("text", ["{", "[1]", '[{"t":"x"}]', '[{"t":"p"}]', "[[]]", "null"])
def test_anything_else_is_refused(text: str) -> None:
    for load in (load_blocks, load_pages, load_items, load_challenge):
        with pytest.raises(ValueError, match=r"not the JSON|Expecting|unknown block"):
            load(text)
