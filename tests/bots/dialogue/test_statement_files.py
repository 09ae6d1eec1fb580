"""A statement to take away: a file that computes nothing, and pages whose totals add up."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialogue.statement_pdf import Heading, as_pdf
from bots.dialogue.statement_table import as_csv
from bots.dialogue.statement_words import account_words, moved, what_happened
from bots.dialogue.texts import LOCALES, Texts
from engine.wallet import chart
from engine.wallet.commands import Line, WalletLine
from engine.wallet.history import History, totals_of

HOSTILE = "*[x](https://e.x)<@1>@everyone&lt;b>\u202e 🎉"
AT = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)
AMOUNTS = st.lists(
    st.tuples(st.sampled_from(["earned", "purchased"]), st.integers(-400, 400).filter(bool))
)


def history(*moves: tuple[str, int], quiz: int = 7) -> History:
    held = {"earned": 0, "purchased": 0}
    lines = []
    for number, (bucket, amount) in enumerate(moves, start=1):
        held[bucket] += amount
        about: dict[str, int | str] = {"programme": "quiz", "quiz": quiz}
        at = AT + timedelta(hours=number)
        lines.append(WalletLine(number, "reward.granted", bucket, amount, held[bucket], at, about))
    return History(tuple(lines), totals_of(lines), is_whole=True)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(moves=AMOUNTS)
def test_totals_add_up(moves: list[tuple[str, int]]) -> None:
    found = history(*moves)
    for one in found.totals:
        own = [line for line in found.lines if line.bucket == one.bucket]
        assert one.before + one.came - one.went == one.after == own[-1].balance_after
    assert {one.bucket for one in found.totals} == {bucket for bucket, _ in moves}


def test_totals_of_the_newest_lines_begin_where_the_older_ones_ended() -> None:
    (one,) = totals_of(history(("earned", 20), ("earned", 25), ("earned", -5)).lines[1:])
    assert (one.before, one.came, one.went, one.after) == (20, 25, 5, 40)


def test_a_row_for_each_line_and_columns_that_add_up() -> None:
    content = as_csv(
        history(("earned", 20), ("earned", -5), ("purchased", 3)),
        {"quiz:7": "Loops"},
        Texts("en", "Europe/Paris"),
    )
    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(content)
    assert rows[0] == {
        "Date": "2027-03-05 01:30",
        "What happened": "Quiz passed: Loops",
        "Class": "earned",
        "In": "20",
        "Out": "",
        "Balance": "20",
    }
    assert [(row["In"], row["Out"], row["Balance"]) for row in rows[1:]] == [
        ("", "5", "15"),
        ("3", "", "3"),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_file_is_computed(start: str) -> None:
    found = history(("earned", 20), ("earned", -5))
    for row in rows_of(as_csv(found, {"quiz:7": f"{start}1+1"}, Texts("en"))):
        assert row["What happened"] == f"Quiz passed: {start}1+1"
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_a_line_names_what_was_bought_and_a_quiz_before_its_course() -> None:
    titles = {"quiz:7": "Loops", "course:5": "Chess", "cohort:3": "Spring"}

    def said(kind: str, **about: int | str) -> str:
        line = WalletLine(1, kind, "earned", -5, 0, AT, about)
        return what_happened(Texts("en"), line, titles)

    assert said("course.purchased", course=5) == "Course bought: Chess"
    assert said("course.purchased", cohort=3) == "Cohort bought: Spring"
    assert said("discount.burned", course=5) == "Course bought, the educator's discount: Chess"
    assert said("reward.granted", programme="quiz", quiz=7, course=5) == "Quiz passed: Loops"
    assert said("course.purchased", course=6) == "Course bought"


def pages(content: bytes) -> int:
    assert content.startswith(b"%PDF-")
    return len(re.findall(rb"/Type /Page\b", content))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 1), (60, 3)])
def test_the_pages_hold_every_line(locale: str, count: int, expected: int) -> None:
    heading = Heading(HOSTILE, "Peerloom", AT)
    found = history(
        *[("earned", 20), ("purchased", -3)] * (count // 2), *[("earned", 1)] * (count % 2)
    )
    assert len(found.lines) == count
    content = as_pdf(found, {"quiz:7": HOSTILE * 9}, heading, Texts(locale))
    assert pages(content) >= expected
    assert as_pdf(found, {"quiz:7": HOSTILE * 9}, heading, Texts(locale)) == content


def every_code() -> list[str]:
    return [rule.name.replace("*", "1") for _, rule in chart._RULES]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_account_of_the_chart_has_words(locale: str) -> None:
    texts = Texts(locale)
    for code in every_code():
        assert account_words(texts, code)
        assert ":" not in account_words(texts, code)


def test_a_posting_in_words() -> None:
    line = Line("fund:slice:quiz:2027-03-04", "fund:committed", "USD", 1_250)
    assert moved(Texts("en"), line) == (
        "a part of the rewards fund → money behind earned tokens: $12.50"
    )
