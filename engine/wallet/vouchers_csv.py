"""A partner's codes from a CSV file: every row is right, or each wrong one is told."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

COLUMNS = ("partner", "title", "code", "cost", "price", "valid_until")
MOST_BYTES = 1024 * 1024
MOST_ROWS = 5_000
MOST_COST = 1_000_000  # minor units of money for one voucher
MOST_PRICE = 1_000_000
_PARTNER = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_CODE = re.compile(r"[!-~]{4,64}")  # printable, no spaces: as people type it at the partner's
_NUMBER = re.compile(r"[0-9]{1,9}")
TITLE_LIMIT = 80


@dataclass(frozen=True)
class VoucherRow:
    """`cost`: minor units that the partner gets; `price`: tokens; good until the end of a day."""

    line: int
    partner: str
    title: str
    code: str = field(repr=False)
    cost: int
    price: int
    valid_until: datetime


@dataclass(frozen=True)
class VoucherProblem:
    """`line` 0: the whole file. `what`: too_large | encoding | not_csv | header | empty | too_many
    | columns | partner | title | code | cost | price | worth | valid_until | past | duplicate |
    known; `detail` fills its sentence in and never is a code."""

    line: int
    what: str
    detail: str = ""


def read_vouchers(
    content: bytes, *, now: datetime, peg: int
) -> tuple[tuple[VoucherRow, ...], tuple[VoucherProblem, ...]]:
    """The rows, or what is wrong with which of them: one of the two is empty."""
    if len(content) > MOST_BYTES:
        return (), (VoucherProblem(0, "too_large", str(MOST_BYTES // 1024)),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        return (), (VoucherProblem(line, "encoding"),)
    if "\0" in text:
        return (), (VoucherProblem(0, "not_csv"),)
    try:
        lines = _lines(text)
    except csv.Error:
        return (), (VoucherProblem(0, "not_csv"),)
    if not lines or [name.strip().lower() for name in lines[0][1]] != list(COLUMNS):
        return (), (VoucherProblem(1, "header", ",".join(COLUMNS)),)
    if len(lines) == 1:
        return (), (VoucherProblem(0, "empty"),)
    if len(lines) - 1 > MOST_ROWS:
        return (), (VoucherProblem(0, "too_many", str(MOST_ROWS)),)
    return _checked(lines[1:], now=now, peg=peg)


def plain(code: str) -> str:
    """What makes two codes the same."""
    return code.strip().upper()


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """(its number in the file, its cells) of every line that says something."""
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _checked(
    lines: Sequence[tuple[int, list[str]]], *, now: datetime, peg: int
) -> tuple[tuple[VoucherRow, ...], tuple[VoucherProblem, ...]]:
    rows: list[VoucherRow] = []
    problems: list[VoucherProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in lines:
        found = _row(line, [cell.strip() for cell in cells], now=now, peg=peg)
        if isinstance(found, VoucherProblem):
            problems.append(found)
            continue
        earlier = seen.setdefault((found.partner, plain(found.code)), line)
        if earlier != line:
            problems.append(VoucherProblem(line, "duplicate", str(earlier)))
        rows.append(found)
    return (() if problems else tuple(rows)), tuple(problems)


def _row(
    line: int, cells: Sequence[str], *, now: datetime, peg: int
) -> VoucherRow | VoucherProblem:
    if len(cells) != len(COLUMNS):
        return VoucherProblem(line, "columns", str(len(cells)))
    partner, title, code, cost, price, until = cells
    title = unicodedata.normalize("NFC", title)
    if not _PARTNER.fullmatch(partner):
        return VoucherProblem(line, "partner")
    if not 1 <= len(title) <= TITLE_LIMIT or not title.isprintable():
        return VoucherProblem(line, "title", str(TITLE_LIMIT))
    if not _CODE.fullmatch(code):
        return VoucherProblem(line, "code")
    if not _NUMBER.fullmatch(cost) or int(cost) > MOST_COST:
        return VoucherProblem(line, "cost", str(MOST_COST))
    if not _NUMBER.fullmatch(price) or not 1 <= int(price) <= MOST_PRICE:
        return VoucherProblem(line, "price", str(MOST_PRICE))
    if int(cost) > int(price) * peg:
        return VoucherProblem(line, "worth", str(int(price) * peg))
    end = _end_of(until)
    if end is None:
        return VoucherProblem(line, "valid_until")
    if end <= now:
        return VoucherProblem(line, "past")
    return VoucherRow(line, partner, title, code, int(cost), int(price), end)


def _end_of(until: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", until):
        return None
    try:
        return datetime.combine(date.fromisoformat(until), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
