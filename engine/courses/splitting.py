"""Blocks too long for a screen, cut where it hurts least: lines, items, rows, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

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
    plain,
    plain_spans,
)

HARD_UNITS = 3_500  # no page shows more; Telegram's message holds 4,096
_ALONE_UNITS = 2_000  # a block up to this stays whole
_PIECE_UNITS = 1_500  # what longer ones are cut to
_CAPTION_CHARACTERS = 500


def utf16_units(text: str) -> int:
    """The length as Telegram counts it: characters beyond the basic plane count twice."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def visible_units(blocks: Sequence[Block]) -> int:
    """The length of the words that are seen, in UTF-16 units; a line break for each block."""
    return utf16_units(plain(tuple(blocks)))


def pieces_of(block: Block) -> tuple[Block, ...]:
    """The block itself when it is short enough to stay whole, else its pieces in order."""
    if isinstance(block, Media) and len(block.caption) > _CAPTION_CHARACTERS:
        block = replace(block, caption=block.caption[: _CAPTION_CHARACTERS - 1] + "…")
    if visible_units((block,)) <= _ALONE_UNITS:
        return (block,)
    match block:
        case Code(text, language):
            return tuple(Code(piece, language) for piece in _text_pieces(text))
        case Paragraph(spans):
            return tuple(Paragraph(piece) for piece in _span_pieces(spans))
        case Heading(_, spans):
            return tuple(Paragraph(piece) for piece in _span_pieces(spans))
        case ListBlock():
            return _list_pieces(block)
        case Table():
            return _table_pieces(block)
        case Quote(blocks, title):
            return tuple(Quote(run, title[:200]) for run in _runs(blocks))
        case Details(title, blocks):
            return tuple(Details(title[:200], run) for run in _runs(blocks))
        case Media(kind, path, caption, content_hash):
            return (Media(kind, path[-_CAPTION_CHARACTERS:], caption, content_hash),)
        case Rule():
            return (block,)


def _runs(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    small = [piece for block in blocks for piece in pieces_of(block)]
    return _packed(small, lambda block: visible_units((block,)))


def _packed(parts: Sequence[Block], length: Callable[[Block], int]) -> list[tuple[Block, ...]]:
    runs: list[list[Block]] = [[]]
    held = 0
    for part in parts:
        if runs[-1] and held + length(part) > _PIECE_UNITS:
            runs.append([])
            held = 0
        runs[-1].append(part)
        held += length(part) + 1
    return [tuple(run) for run in runs if run]


def _list_pieces(block: ListBlock) -> tuple[Block, ...]:
    """The list as shorter lists; numbers go on where the one before stopped."""
    pieces: list[Block] = []
    items: list[tuple[Block, ...]] = []
    held = 0
    start = block.start
    for place, item in enumerate(block.items):
        number = block.start + place
        length = visible_units(item) + 1
        if items and held + length > _PIECE_UNITS:
            pieces.append(ListBlock(tuple(items), block.is_ordered, start))
            items = []
            held = 0
        if not items:
            start = number
        if length <= _PIECE_UNITS:
            items.append(item)
            held += length
            continue
        # An item too long for a page: its number stands at the first part alone.
        first, *rest = _runs(item)
        pieces.append(ListBlock((first,), block.is_ordered, number))
        pieces.extend(part for run in rest for part in run)
    if items:
        pieces.append(ListBlock(tuple(items), block.is_ordered, start))
    return tuple(pieces)


def _table_pieces(table: Table) -> tuple[Block, ...]:
    """Shorter tables under the same header; a row too long for a page becomes paragraphs."""
    head = visible_units((Table(table.header, ()),))
    if head > _PIECE_UNITS // 2:
        cells = [cell for row in (table.header, *table.rows) for cell in row if cell]
        return tuple(piece for cell in cells for piece in pieces_of(Paragraph(cell)))
    pieces: list[Block] = []
    rows: list[tuple[tuple[Span, ...], ...]] = []
    held = head
    for row in table.rows:
        length = visible_units((Table((), (row,)),)) + 1
        if rows and held + length > _PIECE_UNITS:
            pieces.append(Table(table.header, tuple(rows)))
            rows, held = [], head
        if head + length <= _PIECE_UNITS:
            rows.append(row)
            held += length
            continue
        for name, cell in zip(table.header, row, strict=False):
            label = Span(f"{plain_spans(name)}: ", is_bold=True)
            pieces.extend(pieces_of(Paragraph((label, *cell))))
    if rows:
        pieces.append(Table(table.header, tuple(rows)))
    return tuple(pieces)


def _span_pieces(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    pieces: list[list[Span]] = [[]]
    held = 0
    for span in spans:
        for text in _sentences(span.text):
            if pieces[-1] and held + utf16_units(text) > _PIECE_UNITS:
                pieces.append([])
                held = 0
            last = pieces[-1][-1] if pieces[-1] else None
            if last is not None and replace(last, text="") == replace(span, text=""):
                pieces[-1][-1] = replace(last, text=last.text + text)
            else:
                pieces[-1].append(replace(span, text=text))
            held += utf16_units(text)
    return [tuple(piece) for piece in pieces if piece]


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.!?…。])(?=\s)", text)
    return [piece for part in parts for piece in _sliced(part)]


def _text_pieces(text: str) -> list[str]:
    """Code at line ends; a single endless line is cut where it must be."""
    pieces: list[list[str]] = [[]]
    held = 0
    for line in (part for whole in text.split("\n") for part in (_sliced(whole) or [""])):
        length = utf16_units(line) + 1
        if pieces[-1] and held + length > _PIECE_UNITS:
            pieces.append([])
            held = 0
        pieces[-1].append(line)
        held += length
    return ["\n".join(piece) for piece in pieces]


def _sliced(text: str) -> list[str]:
    # Half the units as characters: even a text of nothing but emoji stays within the bound.
    step = _PIECE_UNITS // 2
    if utf16_units(text) <= _PIECE_UNITS:
        return [text] if text else []
    return [text[place : place + step] for place in range(0, len(text), step)]
