"""What people wrote reads the same on Discord; only our own blocks become markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.limits import length
from bots.discord.markdown import chunks, clean, escape, escape_clipped, inline, render, safe_link
from engine.foundation.richtext import (
    Block,
    Code,
    Details,
    Heading,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Span,
    Table,
    text,
)
from playground.discord.markdown import Names, blocks_of, plain, spans_of

NAMES = Names(str, str, str, datetime(2027, 3, 4, tzinfo=UTC))
HOSTILE = "*[x](https://e.x)<@1>@everyone&lt;b>\u202e"
MARKUP = st.text(alphabet="*_~|`<>@#:[]()!-+.12 ab\n\\/&tfé🙂", max_size=60)
WORDS = st.one_of(MARKUP, st.text(max_size=60), st.just(HOSTILE))


def seen(markdown: str) -> str:
    return plain(blocks_of(markdown, NAMES)).replace("\u200b", "")


def lines(words: str) -> str:
    """The words as a reader has them: lines that hold something."""
    kept = [line for line in clean(words).split("\n") if line.strip()]
    return "\n".join(kept).replace("\u200b", "")


@given(WORDS)
def test_any_text_reads_as_it_was_written(words: str) -> None:
    assert seen(escape(words)) == lines(words)


@given(WORDS)
def test_any_text_is_only_paragraphs_without_looks(words: str) -> None:
    for block in blocks_of(escape(words), NAMES):
        assert block["type"] == "paragraph"
        assert all(span.keys() == {"text"} for span in block["spans"])


@given(st.text(alphabet="*_~|<>@#:[]()!-.12ab\\/", min_size=1, max_size=20), st.integers(0, 7))
def test_a_look_is_the_whole_texts_look(words: str, looks: int) -> None:
    bold, italic, struck = bool(looks & 1), bool(looks & 2), bool(looks & 4)
    span = Span(words, is_bold=bold, is_italic=italic, is_struck=struck)
    spans = spans_of(inline((span,)), NAMES)
    assert "".join(one["text"] for one in spans) == words
    wanted = {"bold": bold, "italic": italic, "strike": struck}
    assert all({key for key, on in wanted.items() if on} == one.keys() - {"text"} for one in spans)


@given(MARKUP, st.integers(8, 80))
def test_a_clipped_text_fits_once_escaped(words: str, limit: int) -> None:
    clipped = escape_clipped(words, limit)
    assert length(clipped) <= limit
    assert length(escape(words)) > limit or clipped == escape(words)


def test_the_hostile_name_keeps_its_letters_and_loses_its_override() -> None:
    assert seen(f"Well done, {escape(HOSTILE)}!") == f"Well done, {HOSTILE[:-1]}!"
    spans = spans_of(escape(HOSTILE), NAMES)
    assert all(span.keys() == {"text"} for span in spans)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://e.x/a b", "https://e.x/a%20b"),
        ("https://e.x/a_(b)", "https://e.x/a_%28b%29"),
        ("http://e.x", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[broken", ""),
    ],
)
def test_only_https_addresses_are_linked(link: str, wanted: str) -> None:
    assert safe_link(link) == wanted


def test_a_link_hides_its_address_behind_words_but_not_behind_another_address() -> None:
    assert inline((Span("the page", link="https://e.x"),)) == "[the page](https://e.x)"
    assert inline((Span("https://e.x", link="https://e.x"),)) == "<https://e.x>"
    trick = inline((Span("https://bank.x", link="https://e.x"),))
    assert trick == "https\\://bank.x (<https://e.x>)"
    assert inline((Span("plain", link="http://e.x"),)) == "plain"


def test_a_moment_is_shown_in_the_readers_own_zone() -> None:
    moment = datetime(2027, 3, 9, 18, 0, tzinfo=UTC)
    assert inline((Span("x", at=moment),)) == f"<t:{int(moment.timestamp())}:F>"


def test_neighbouring_looks_do_not_run_into_each_other() -> None:
    spans = spans_of(inline((Span("a", is_bold=True), Span("b", is_italic=True))), NAMES)
    assert [(one["text"].strip("\u200b"), one.get("bold"), one.get("italic")) for one in spans] == [
        ("a", True, None),
        ("", None, None),
        ("b", None, True),
    ]


@pytest.mark.parametrize("source", ["a ``` b", "```\nx\n```", "`", "x`", "````"])
def test_code_cannot_end_its_own_fence(source: str) -> None:
    blocks = blocks_of(render((Code(source, "python"), text("after"))), NAMES)
    assert [block["type"] for block in blocks] == ["code", "paragraph"]
    assert blocks[0]["text"].replace("\u200b", "") == source
    spans = spans_of(inline((Span(source, is_code=True), Span(" after"))), NAMES)
    assert spans[0]["text"].replace("\u200b", "") == source
    assert spans[0]["code"]


def test_blocks_are_native() -> None:
    page: tuple[Block, ...] = (
        Heading(1, (Span("Loops"),)),
        ListBlock(((text("one"), ListBlock(((text("inner"),),))), (text("two"),))),
        ListBlock(((text("three"),), (text("four"),)), True, 3),
        Quote((text("Mind the gap"),), "Tip"),
        Details("Solution", (text("42"),)),
        Media("image", "fig/plot.png", "A plot"),
    )
    blocks = blocks_of(render(page), NAMES)
    kinds = [block["type"] for block in blocks]
    assert kinds == ["heading", "list", "list", "quote", "paragraph", "paragraph"]
    assert blocks[0]["level"] == 3
    assert blocks[1]["items"][0][1]["type"] == "list"
    assert (blocks[2]["is_ordered"], blocks[2]["start"]) == (True, 3)
    assert plain([blocks[3]]) == "Tip\nMind the gap"
    assert blocks[4]["spans"][-1] == {"text": "42", "spoiler": True}
    assert "A plot" in plain([blocks[5]])


def test_a_table_stands_in_even_columns_and_a_wide_one_becomes_lines() -> None:
    def cell(words: str) -> tuple[Span, ...]:
        return (Span(words),)

    small = Table((cell("name"), cell("数")), ((cell("a"), cell("1")), (cell("long"), cell("22"))))
    assert render((small,)) == "```\nname │ 数\n─────┼───\na    │ 1\nlong │ 22\n```"
    wide = Table((cell("what"), cell("why")), ((cell("x" * 40), cell("y" * 40)),))
    assert render((wide,)) == f"- what: {'x' * 40}\n  why: {'y' * 40}"


BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.one_of(
        st.builds(lambda words: Paragraph((Span(words),)), MARKUP),
        st.builds(lambda words: Heading(2, (Span(words),)), MARKUP),
        st.builds(Code, MARKUP),
        st.builds(
            lambda rows: Table(rows[0], tuple(rows[1:])),
            st.lists(st.tuples(st.builds(lambda w: (Span(w),), MARKUP)), min_size=1, max_size=5),
        ),
    ),
    lambda inner: st.one_of(
        st.builds(
            ListBlock, st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple)
        ),
        st.builds(Quote, st.lists(inner, max_size=3).map(tuple), MARKUP),
        st.builds(Details, MARKUP, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(st.lists(BLOCKS, max_size=6).map(tuple), st.integers(40, 200))
def test_pieces_fit_their_limit(page: tuple[Block, ...], limit: int) -> None:
    pieces = chunks(page, limit)
    assert all(0 < length(piece) <= limit for piece in pieces)
    if length(render(page)) <= limit:
        assert "\n\n".join(pieces) == render(page)


def test_a_long_page_is_split_without_losing_a_word() -> None:
    words = [f"word{number}" for number in range(3000)]
    page: tuple[Block, ...] = (
        Paragraph((Span(" ".join(words[:1500])),)),
        Code("\n".join(words[1500:2000])),
        ListBlock(tuple((text(word),) for word in words[2000:])),
    )
    pieces = chunks(page, 4000)
    assert all(length(piece) <= 4000 for piece in pieces)
    assert " ".join(pieces).replace("`", " ").replace("- ", " ").split() == words
