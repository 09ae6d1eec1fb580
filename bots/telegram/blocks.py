"""Blocks of rich text as text with entities: what every Telegram client can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from bots.telegram.entities import EMPTY, Formatted, Mark, indented, joined, marked, plain, without
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
    plain_spans,
)

DATE_TIME_FORMAT = "wDt"  # weekday, long date, short time, in the reader's own zone
MEDIA_SIGNS = {"image": "🖼", "video": "🎬", "audio": "🎧", "file": "📎"}

_LINK_SCHEMES = frozenset({"http", "https", "tg", "mailto", "tel"})
_WIDEST_TABLE = 44  # columns of letters that a phone shows without breaking the lines
_QUOTES = ("blockquote", "expandable_blockquote")


def is_linkable(url: str | None) -> bool:
    """True for addresses Telegram takes; a course's relative link is shown as its words."""
    if not url:
        return False
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return address.scheme in _LINK_SCHEMES and bool(address.netloc or address.path)


def spans_text(spans: Sequence[Span]) -> Formatted:
    return joined([_span_text(span) for span in spans])


def blocks_text(blocks: Sequence[Block], separator: str = "\n\n") -> Formatted:
    """The blocks one below the other."""
    return joined([text for text in map(block_text, blocks) if text], separator)


def block_text(block: Block) -> Formatted:
    match block:
        case Paragraph(spans):
            return spans_text(spans)
        case Heading(_, spans):
            words = spans_text(spans)
            return marked(without(words, ("bold",)), Mark("bold", 0, 0))
        case Code(source, language):
            return _code_text(source, language)
        case ListBlock():
            return _list_text(block)
        case Table():
            return _table_text(block)
        case Quote(blocks, title):
            inside = [plain(title, "bold"), without(blocks_text(blocks), _QUOTES)]
            words = joined([text for text in inside if text], "\n")
            return marked(words, Mark("blockquote", 0, 0))
        case Details(title, blocks):
            inside_text = without(blocks_text(blocks), _QUOTES)
            folded = marked(inside_text, Mark("expandable_blockquote", 0, 0))
            return joined([text for text in (plain(title, "bold"), folded) if text], "\n")
        case Media(kind, path, caption):
            return plain(f"{MEDIA_SIGNS.get(kind, '📎')} {caption or path}")
        case Rule():
            return plain("———")


def _span_text(span: Span) -> Formatted:
    text = plain(span.text)
    if not text:
        return text
    end = len(text.text)
    if span.is_code:
        # Telegram's code holds nothing else and is part of nothing else.
        return Formatted(text.text, (Mark("code", 0, end),))
    marks: list[Mark] = []
    if span.at is not None:
        seconds = int(span.at.timestamp())
        marks.append(
            Mark("date_time", 0, end, unix_time=seconds, date_time_format=DATE_TIME_FORMAT)
        )
    elif is_linkable(span.link):
        marks.append(Mark("text_link", 0, end, url=span.link))
    looks = (
        (span.is_bold, "bold"),
        (span.is_italic, "italic"),
        (span.is_struck, "strikethrough"),
    )
    marks.extend(Mark(kind, 0, end) for is_on, kind in looks if is_on)
    return Formatted(text.text, tuple(marks))


def _code_text(source: str, language: str) -> Formatted:
    text = plain(source.rstrip("\n").replace("\t", "    "))
    return marked(text, Mark("pre", 0, 0, language=language or None))


def _list_text(block: ListBlock) -> Formatted:
    lines: list[Formatted] = []
    for number, item in enumerate(block.items, start=block.start):
        sign = f"{number}. " if block.is_ordered else "• "
        words = blocks_text(item, "\n") or plain(" ")
        lines.append(indented(words, sign, "   "))
    return joined(lines, "\n")


def _table_text(table: Table) -> Formatted:
    rows = [[plain_spans(cell) for cell in row] for row in (table.header, *table.rows)]
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return EMPTY
    for row in rows:
        row.extend([""] * (columns - len(row)))
    widths = [max(_width(row[column]) for row in rows) for column in range(columns)]
    if sum(widths) + 2 * (columns - 1) > _WIDEST_TABLE:
        return _tall_table_text(rows[0], rows[1:])
    lines = [_table_line(row, widths) for row in rows]
    if any(rows[0]):
        lines.insert(1, "  ".join("─" * width for width in widths))
    else:
        del lines[0]
    return marked(plain("\n".join(lines)), Mark("pre", 0, 0))


def _tall_table_text(header: list[str], rows: list[list[str]]) -> Formatted:
    """A table too wide for a phone: one small paragraph for each row, with the columns' names."""
    paragraphs: list[Formatted] = []
    for row in rows:
        lines = [
            joined([plain(f"{name}: ", "bold"), plain(value)]) if name else plain(value)
            for name, value in zip(header, row, strict=True)
            if value
        ]
        paragraphs.append(joined(lines, "\n"))
    return joined(paragraphs, "\n\n")


def _table_line(row: list[str], widths: list[int]) -> str:
    cells = (
        value + " " * (width - _width(value)) for value, width in zip(row, widths, strict=True)
    )
    return "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns in a fixed-width font: wide letters and emoji take two, combining marks none."""
    width = 0
    for letter in text:
        if unicodedata.combining(letter):
            continue
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
    return width
