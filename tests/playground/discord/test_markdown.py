"""Discord's markdown: what is typed and what is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from playground.discord.markdown import Names, blocks_of, plain

NOW = datetime(2027, 3, 9, 19, 0, tzinfo=UTC)
NAMES = Names(
    lambda id: {"1": "Otter"}.get(id, "unknown-user"), lambda id: "cohort", lambda id: "general",
    NOW, frozenset({"1"}),
)  # fmt: skip


def spans(source: str) -> list[dict[str, Any]]:
    return list(blocks_of(source, NAMES)[0]["spans"])


@pytest.mark.parametrize(
    ("source", "look"),
    [
        ("**x**", {"bold": True}),
        ("*x*", {"italic": True}),
        ("_x_", {"italic": True}),
        ("***x***", {"bold": True, "italic": True}),
        ("__x__", {"underline": True}),
        ("~~x~~", {"strike": True}),
        ("||x||", {"spoiler": True}),
        ("`x`", {"code": True}),
        ("``x``", {"code": True}),
        ("[x](https://e.x/a_b)", {"link": "https://e.x/a_b"}),
        ("**[x](https://e.x)**", {"bold": True, "link": "https://e.x"}),
    ],
)
def test_looks(source: str, look: dict[str, Any]) -> None:
    assert spans(source) == [{"text": "x", **look}]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        (r"\*x\* \_y\_ \[z\]\(w\)", "*x* _y_ [z](w)"),
        (r"\# no heading", "# no heading"),
        (r"1\. no list", "1. no list"),
        (r"\<@1\> \@everyone", "<@1> @everyone"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("`a **b**`", "a **b**"),
    ],
)
def test_what_is_escaped_or_no_markup_is_seen_as_it_is(source: str, seen: str) -> None:
    assert plain(blocks_of(source, NAMES)) == seen


def test_mentions_are_named_and_ping_only_when_allowed() -> None:
    assert spans("<@1>") == [{"text": "@Otter", "mention": True}]
    assert spans("<@2> <#3> <@&4>") == [{"text": "@unknown-user #general @cohort"}]


def test_times_carry_their_moment_and_style() -> None:
    at = NOW + timedelta(days=2)
    span = spans(f"<t:{int(at.timestamp())}:F>")[0]
    assert span == {"text": "Thursday, 11 March 2027 19:00", "at": at.isoformat(), "style": "F"}
    assert spans(f"<t:{int(at.timestamp())}:R>")[0]["text"] == "in 2 days"


def test_blocks_in_order() -> None:
    source = (
        "# Lesson\ntwo\nlines\n\nmore\n- a\n  - b\n- c\n3. d\n> e\n> f\n"
        "```python\nprint('**')\n```\nend\n-# small"
    )
    blocks = blocks_of(source, NAMES)
    assert [block["type"] for block in blocks] == [
        "heading", "paragraph", "paragraph", "list", "list", "quote", "code", "paragraph",
        "paragraph",
    ]  # fmt: skip
    assert len(blocks[3]["items"]) == 2
    assert blocks[3]["items"][0][1]["items"][0][0]["spans"] == [{"text": "b"}]
    assert (blocks[4]["is_ordered"], blocks[4]["start"]) == (True, 3)
    assert (blocks[6]["language"], blocks[6]["text"]) == ("python", "print('**')")
    assert plain(blocks).splitlines() == [
        "Lesson", "two", "lines", "more", "a", "b", "c", "d", "e", "f", "print('**')", "end",
        "small",
    ]  # fmt: skip
