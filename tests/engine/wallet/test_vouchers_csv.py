"""A file of codes: all of it is right, or every wrong row is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.wallet.vouchers_csv import MOST_BYTES, MOST_ROWS, read_vouchers
from tests.engine.wallet.redeeming import HEADER, file_of

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)
GOOD = "acme,A book,BOOK-1,250,300,2027-06-01"


def told(content: bytes) -> list[tuple[int, str]]:
    rows, problems = read_vouchers(content, now=NOW, peg=1)
    assert not (rows and problems)
    return [(problem.line, problem.what) for problem in problems]


def test_right_rows_are_read_with_the_end_of_their_day() -> None:
    content = "\ufeff" + file_of(GOOD, '"acme","Café, ""Luna""",CAFE-2,0,5,2027-03-04').decode()
    rows, problems = read_vouchers(content.encode(), now=NOW, peg=1)
    assert problems == ()
    assert [(row.line, row.title, row.cost, row.price) for row in rows] == [
        (2, "A book", 250, 300), (3, 'Café, "Luna"', 0, 5),
    ]  # fmt: skip
    assert rows[1].valid_until == datetime(2027, 3, 5, tzinfo=UTC)
    assert "BOOK-1" not in repr(rows)


def test_semicolons_and_empty_lines_are_read_as_spreadsheets_write_them() -> None:
    content = file_of(";;;;;", GOOD.replace(",", ";"), "", header=HEADER.replace(",", ";"))
    rows, problems = read_vouchers(content.replace(b"\n", b"\r\n"), now=NOW, peg=1)
    assert (len(rows), problems) == (1, ())


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("acme,A book,BOOK-1,250,300", "columns"),
        ("acme,A book,BOOK-1,250,300,2027-06-01,more", "columns"),
        ("Acme Inc,A book,BOOK-1,250,300,2027-06-01", "partner"),
        (",A book,BOOK-1,250,300,2027-06-01", "partner"),
        ("acme,,BOOK-1,250,300,2027-06-01", "title"),
        (f"acme,{'x' * 81},BOOK-1,250,300,2027-06-01", "title"),
        ("acme,A book,B 1,250,300,2027-06-01", "code"),
        ("acme,A book,abc,250,300,2027-06-01", "code"),
        ("acme,A book,BOOK-1,2.50,300,2027-06-01", "cost"),
        ("acme,A book,BOOK-1,-1,300,2027-06-01", "cost"),
        ("acme,A book,BOOK-1,1000001,3000000,2027-06-01", "cost"),
        ("acme,A book,BOOK-1,٢٥,300,2027-06-01", "cost"),
        ("acme,A book,BOOK-1,0,0,2027-06-01", "price"),
        ("acme,A book,BOOK-1,250,lots,2027-06-01", "price"),
        ("acme,A book,BOOK-1,301,300,2027-06-01", "worth"),
        ("acme,A book,BOOK-1,250,300,1 June 2027", "valid_until"),
        ("acme,A book,BOOK-1,250,300,2027-02-30", "valid_until"),
        ("acme,A book,BOOK-1,250,300,9999-12-31", "valid_until"),
        ("acme,A book,BOOK-1,250,300,2027-03-03", "past"),
    ],
)
def test_each_wrong_row_is_told_and_no_row_is_kept(line: str, what: str) -> None:
    assert told(file_of(GOOD.replace("BOOK-1", "BOOK-9"), line)) == [(3, what)]


def test_a_code_twice_is_told_with_its_first_line_whatever_its_letters() -> None:
    content = file_of(GOOD, "globe,A map,BOOK-1,1,5,2027-06-01", GOOD.replace("BOOK", "book"))
    _, problems = read_vouchers(content, now=NOW, peg=1)
    assert [(one.line, one.what, one.detail) for one in problems] == [(4, "duplicate", "2")]


def test_a_file_that_is_none_is_told_as_a_whole() -> None:
    assert told(b"") == [(1, "header")]
    assert told(b"code;price\nX;1\n") == [(1, "header")]
    assert told(file_of()) == [(0, "empty")]
    assert told(file_of(GOOD) + b"\x00") == [(0, "not_csv")]
    assert told(file_of('acme,"A book,BOOK-1,250,300,2027-06-01')) == [(0, "not_csv")]
    assert told(file_of("acme,Café,BOOK-1,1,5,2027-06-01").decode().encode("latin-1")) == [
        (2, "encoding")
    ]
    assert told(file_of(GOOD).decode().encode("utf-16")) == [(1, "encoding")]
    assert told(b"x" * (MOST_BYTES + 1)) == [(0, "too_large")]
    many = (f"acme,A,C-{n:05},1,5,2027-06-01" for n in range(MOST_ROWS + 1))
    assert told(file_of(*many)) == [(0, "too_many")]


def test_every_wrong_row_is_told_at_once() -> None:
    content = file_of("acme,,X-11,1,5,2027-06-01", GOOD, "acme,A,X-12,9,5,2027-06-01")
    assert told(content) == [(2, "title"), (4, "worth")]
