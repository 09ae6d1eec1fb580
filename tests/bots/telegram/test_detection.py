"""What Telegram would make live by itself: addresses and mentions become code, all else stays."""

from __future__ import annotations

import pytest

from bots.telegram.detection import as_written
from bots.telegram.entities import Mark, joined, marked, plain, to_entities


def looks(text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in as_written(plain(text)).marks]


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("see https://e.x/y?z=1 now", ["https://e.x/y?z=1"]),
        ("tg://user?id=1", ["tg://user?id=1"]),
        ("@everyone and @otter_1", ["@everyone", "@otter_1"]),
        ("ask otter@example.org.", ["otter@example.org."]),
        ("free.tokens.example/claim here", ["free.tokens.example/claim"]),
        ("пример.рф", ["пример.рф"]),
        ("3.14 and 1.5 · 20 points, e.g. this. Next", []),
        ("/help shows #loops", []),
        ("x" * 100_000, []),
        # Of what is longer than any scheme or mailbox, the end with what makes it live.
        ("1" + "a" * 40 + "://e.x", ["a" * 31 + "://e.x"]),
        ("a" * 70 + "@e.org", ["a" * 64 + "@e.org"]),
    ],
)
def test_addresses_and_mentions_become_code(text: str, live: list[str]) -> None:
    assert looks(text) == live


def test_the_text_itself_stays_as_it_is() -> None:
    text = "*[x](https://e.x)<@1>@everyone&lt;b>"
    assert as_written(plain(text)).text == text


def test_code_takes_no_other_look() -> None:
    found = to_entities(as_written(plain("hear @otter now", "bold")))
    assert [(one.type, one.offset, one.length) for one in found] == [
        ("bold", 0, 5),
        ("code", 5, 6),
        ("bold", 11, 4),
    ]


def test_links_and_code_of_our_own_stay() -> None:
    link = marked(plain("https://e.org"), Mark("text_link", 0, 0, url="https://e.org"))
    text = joined([link, plain("@decorator", "code")], " ")
    assert as_written(text) == text
