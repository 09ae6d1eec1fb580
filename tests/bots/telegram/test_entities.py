"""Text with marks: offsets, splitting and names that look like markup."""

from __future__ import annotations

from datetime import UTC, datetime

from aiogram.types import MessageEntity
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.telegram.blocks import block_text, blocks_text
from bots.telegram.entities import (
    Formatted,
    clipped,
    indented,
    joined,
    plain,
    split,
    stripped,
    to_entities,
    utf16_length,
)
from engine.foundation.richtext import (
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
    text,
)

HOSTILE = "*[x](https://e.x)<@1>@everyone&lt;b>"
NAMES = st.text(st.sampled_from(list("aé ✓漢🦦🏔👩‍💻🇫🇷*_<&\n")), min_size=1, max_size=30)


def seen(formatted: Formatted, entity: MessageEntity) -> str:
    """What a client marks: it counts in UTF-16 units."""
    units = formatted.text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


@given(NAMES, NAMES, NAMES)
@settings(max_examples=150)
def test_a_mark_covers_its_own_words_whatever_letters_stand_before(
    before: str, name: str, after: str
) -> None:
    formatted = joined([plain(before), plain(name, "bold"), plain(after)])
    entities = to_entities(formatted)
    assert [seen(formatted, entity) for entity in entities] == ([name] if name.strip() else [])


@given(st.lists(NAMES, min_size=1, max_size=40), st.integers(min_value=4, max_value=60))
@settings(max_examples=150)
def test_splitting_keeps_every_visible_letter_its_look_and_the_limit(
    words: list[str], limit: int
) -> None:
    whole = joined([plain(word, *(["bold"] if n % 2 else [])) for n, word in enumerate(words)])
    pieces = split(whole, limit)
    assert all(utf16_length(piece.text) <= limit for piece in pieces)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(whole.text.split())
    for piece in pieces:
        for entity in to_entities(piece):
            assert seen(piece, entity).strip()
    bold = "".join(seen(p, e) for p in pieces for e in to_entities(p))
    wanted = "".join(words[1::2])
    assert "".join(bold.split()) == "".join(wanted.split())


@given(NAMES, NAMES)
@settings(max_examples=100)
def test_indenting_keeps_marks_on_their_words(first: str, second: str) -> None:
    formatted = joined([plain(first), plain(second, "bold")], "\n")
    moved = indented(formatted, "• ", "   ")
    for entity in to_entities(moved):
        assert "".join(seen(moved, entity).split()) == "".join(second.split())


def test_code_in_a_list_keeps_its_own_indentation() -> None:
    item = (text("Try:"), Code("for x in y:\n    print(x)", "python"))
    shown = block_text(ListBlock(((item[0], item[1]),)))
    assert shown.text == "• Try:\nfor x in y:\n    print(x)"
    (entity,) = to_entities(shown)
    assert (entity.type, entity.language) == ("pre", "python")
    assert seen(shown, entity) == "for x in y:\n    print(x)"


def test_a_name_that_looks_like_markup_reads_as_it_was_typed() -> None:
    shown = blocks_text((Paragraph((Span(HOSTILE, is_bold=True), Span(" passed"))),))
    assert shown.text == f"{HOSTILE} passed"
    assert [entity.type for entity in to_entities(shown)] == ["bold"]


def test_letters_that_cannot_be_sent_are_left_out() -> None:
    assert plain("a\x00b\ud83dc\r\n").text == "abc\n"


def test_edges_are_trimmed_with_the_marks() -> None:
    shown = stripped(joined([plain("\n "), plain("x", "bold"), plain(" \n")]))
    (entity,) = to_entities(shown)
    assert (shown.text, entity.offset, entity.length) == ("x", 0, 1)


def test_clipping_counts_as_telegram_counts() -> None:
    assert clipped("🦦" * 60, 100) == "🦦" * 49 + "…"
    assert clipped("short", 100) == "short"


def test_blocks_have_the_look_their_kind_asks_for() -> None:
    at = datetime(2027, 3, 9, 18, 0, tzinfo=UTC)
    blocks = (
        Heading(2, (Span("Loops"),)),
        Paragraph((Span("code", is_code=True), Span("old", is_struck=True))),
        Paragraph((Span("a link", link="https://example.org/"), Span("inner", link="./02.html"))),
        Paragraph((Span("Tuesday 19:00", at=at),)),
        Quote((text("Mind the gap"),), title="Tip"),
        Details("Solution", (Code("print(1)", "python"),)),
        Media("image", "fig/a.png", "A plot"),
        Rule(),
    )
    shown = blocks_text(blocks)
    entities = [(entity.type, seen(shown, entity)) for entity in to_entities(shown)]
    assert entities == [
        ("bold", "Loops"),
        ("code", "code"),
        ("strikethrough", "old"),
        ("text_link", "a link"),
        ("date_time", "Tuesday 19:00"),
        ("blockquote", "Tip\nMind the gap"),
        ("bold", "Tip"),
        ("bold", "Solution"),
        ("expandable_blockquote", "print(1)"),
        ("pre", "print(1)"),
    ]
    assert "🖼 A plot" in shown.text
    (moment,) = (entity for entity in to_entities(shown) if entity.type == "date_time")
    assert moment.unix_time == int(at.timestamp())


def cells(*words: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(word),) for word in words)


def test_a_small_table_stands_in_columns() -> None:
    table = Table(cells("Name", "Points"), (cells("Otter", "20"), cells("漢字", "5")))
    shown = block_text(table)
    assert shown.text.splitlines() == [
        "Name   Points",
        "─────  ──────",
        "Otter  20",
        "漢字   5",
    ]
    assert [entity.type for entity in to_entities(shown)] == ["pre"]


def test_a_table_too_wide_for_a_phone_becomes_named_lines() -> None:
    table = Table(cells("What", "Why"), (cells("x" * 30, "y" * 30),))
    assert block_text(table).text == f"What: {'x' * 30}\nWhy: {'y' * 30}"
