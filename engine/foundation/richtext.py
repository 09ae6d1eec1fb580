"""Rich text as data: the blocks and spans that lessons and screens are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Span:
    """A run of text with one look. `at` shows a moment in the reader's own zone."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    is_struck: bool = False
    link: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Paragraph:
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    level: int  # 1 is the largest; renderers treat 4 and deeper alike
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True)
class ListBlock:
    """Each item is a run of blocks, so that an item may hold code or an inner list."""

    items: tuple[tuple[Block, ...], ...]
    is_ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Table:
    header: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]


@dataclass(frozen=True)
class Quote:
    blocks: tuple[Block, ...]
    title: str = ""  # a callout's name: "Tip", "Objectives"


@dataclass(frozen=True)
class Media:
    """A picture, video, sound or file of a lesson; `path` is relative to the course's folder."""

    kind: str  # image | video | audio | file
    path: str
    caption: str = ""
    content_hash: str = ""  # sha-256 hex of the stored bytes; empty when the file is missing


@dataclass(frozen=True)
class Details:
    """Folded text: its title shows, its blocks on demand."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """A thin line between two parts."""


Block = Paragraph | Heading | Code | ListBlock | Table | Quote | Media | Details | Rule


def text(value: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph((Span(value),))


def bold(value: str) -> Paragraph:
    """A paragraph in bold."""
    return Paragraph((Span(value, is_bold=True),))


def plain(blocks: tuple[Block, ...]) -> str:
    """The words alone, a line per block: for previews, search and matching."""
    lines: list[str] = []
    for block in blocks:
        lines.extend(_plain_lines(block))
    return "\n".join(lines)


def plain_spans(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def _plain_lines(block: Block) -> list[str]:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return [plain_spans(spans)]
        case Code(source, _):
            return source.splitlines()
        case ListBlock(items):
            return [line for item in items for line in plain(item).splitlines()]
        case Table(header, rows):
            return [" | ".join(plain_spans(cell) for cell in row) for row in (header, *rows)]
        case Quote(blocks, title) | Details(title, blocks):
            return [line for line in (title, *plain(blocks).splitlines()) if line]
        case Media(_, path, caption):
            return [caption or path]
        case Rule():
            return []
