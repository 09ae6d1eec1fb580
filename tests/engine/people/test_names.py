"""Names are harmless and readable, whatever somebody typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people.names import NAME_LIMIT, clean_name

SECURITY_NAME = "*[x](https://e.x)<@1>@everyone&lt;b>\u202e"


def test_markup_stays_as_it_was_typed() -> None:
    assert clean_name(SECURITY_NAME) == SECURITY_NAME[:-1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Otter \n\t of  the\u00a0brook ", "Otter of the brook"),
        ("O\u200bt\u200b\u2060t\ufeffer", "Otter"),
        ("\u2067Heron\u2069\u200f", "Heron"),
        ("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301"),
        ("Ma\x00p\x07le", "Ma p le"),
        ("Наталья", "Наталья"),
        ("נחל", "נחל"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("a\u200d\u200d\u200db", "ab"),
    ],
)
def test_what_hides_or_disguises_is_gone(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u200b\u202e", "\u3164\u3164", "\u0301\u0301", "\x00"]
)
def test_a_name_that_shows_nothing_becomes_the_fallback(typed: str) -> None:
    assert clean_name(typed, fallback="somebody") == "somebody"


def test_a_long_name_is_cut_with_a_sign() -> None:
    cut = clean_name("x" * 10_000)
    assert len(cut) == NAME_LIMIT
    assert cut.endswith("…")


@given(st.text(max_size=300))
def test_any_text_gives_one_clean_line(typed: str) -> None:
    name = clean_name(typed, fallback="?")
    assert 0 < len(name) <= NAME_LIMIT
    assert name == name.strip()
    assert not any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in name)
    assert not any(character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067" for character in name)
    assert clean_name(name, fallback="?") == name
