"""Blocks and pages as JSON that reads back to exactly the same values: how lessons are stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from engine.courses.lesson_text import Challenge
from engine.courses.pages import Page
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
)

_LOOKS = (("b", "is_bold"), ("i", "is_italic"), ("c", "is_code"), ("s", "is_struck"))


def dump_blocks(blocks: Sequence[Block]) -> str:
    """Compact JSON of blocks. Moments must be aware; they come back in UTC."""
    return _text([_block(block) for block in blocks])


def load_blocks(text: str) -> tuple[Block, ...]:
    """What `dump_blocks` was given. Raises ValueError for anything else."""
    try:
        return _load_blocks(json.loads(text))
    except (KeyError, TypeError, AttributeError, IndexError) as problem:
        raise ValueError("not the JSON of blocks") from problem


def dump_pages(pages: Sequence[Page]) -> str:
    """Compact JSON of a lesson's pages, challenges within."""
    return _text([_page(page) for page in pages])


def load_pages(text: str) -> tuple[Page, ...]:
    """What `dump_pages` was given. Raises ValueError for anything else."""
    try:
        return tuple(_load_page(value) for value in json.loads(text))
    except (KeyError, TypeError, AttributeError, IndexError) as problem:
        raise ValueError("not the JSON of pages") from problem


def dump_challenge(challenge: Challenge) -> str:
    """Compact JSON of one challenge."""
    return _text(_challenge(challenge))


def load_challenge(text: str) -> Challenge:
    """What `dump_challenge` was given. Raises ValueError for anything else."""
    try:
        return _load_challenge(json.loads(text))
    except (KeyError, TypeError, AttributeError, IndexError) as problem:
        raise ValueError("not the JSON of a challenge") from problem


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _page(page: Page) -> dict[str, Any]:
    challenge = _challenge(page.challenge) if page.challenge else None
    blocks = [_block(block) for block in page.blocks]
    return {"title": page.title, "blocks": blocks, "challenge": challenge, "anchor": page.anchor}


def _load_page(value: dict[str, Any]) -> Page:
    challenge = _load_challenge(value["challenge"]) if value["challenge"] else None
    return Page(value["title"], _load_blocks(value["blocks"]), challenge, value["anchor"])


def _challenge(challenge: Challenge) -> dict[str, Any]:
    return {
        "number": challenge.number,
        "title": challenge.title,
        "blocks": [_block(block) for block in challenge.blocks],
        "solution": [_block(block) for block in challenge.solution],
        "hints": [_block(hint) for hint in challenge.hints],
    }


def _load_challenge(value: dict[str, Any]) -> Challenge:
    return Challenge(
        value["number"],
        value["title"],
        _load_blocks(value["blocks"]),
        _load_blocks(value["solution"]),
        tuple(Details(hint["title"], _load_blocks(hint["blocks"])) for hint in value["hints"]),
    )


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(spans):
            return {"t": "p", "spans": _spans(spans)}
        case Heading(level, spans):
            return {"t": "h", "level": level, "spans": _spans(spans)}
        case Code(text, language):
            return {"t": "code", "text": text, "language": language}
        case ListBlock(items, is_ordered, start):
            kept = [[_block(inner) for inner in item] for item in items]
            return {"t": "list", "items": kept, "ordered": is_ordered, "start": start}
        case Table(header, rows):
            cells = [[_spans(cell) for cell in row] for row in rows]
            return {"t": "table", "header": [_spans(cell) for cell in header], "rows": cells}
        case Quote(blocks, title):
            return {"t": "quote", "blocks": [_block(inner) for inner in blocks], "title": title}
        case Details(title, blocks):
            return {"t": "details", "title": title, "blocks": [_block(inner) for inner in blocks]}
        case Media(kind, path, caption, content_hash):
            named = {"kind": kind, "path": path, "caption": caption}
            return {"t": "media", **named, "hash": content_hash}
        case Rule():
            return {"t": "rule"}


def _load_block(value: dict[str, Any]) -> Block:
    match value["t"]:
        case "p":
            return Paragraph(_load_spans(value["spans"]))
        case "h":
            return Heading(value["level"], _load_spans(value["spans"]))
        case "code":
            return Code(value["text"], value["language"])
        case "list":
            items = tuple(_load_blocks(item) for item in value["items"])
            return ListBlock(items, value["ordered"], value["start"])
        case "table":
            header = tuple(_load_spans(cell) for cell in value["header"])
            rows = tuple(tuple(_load_spans(cell) for cell in row) for row in value["rows"])
            return Table(header, rows)
        case "quote":
            return Quote(_load_blocks(value["blocks"]), value["title"])
        case "details":
            return Details(value["title"], _load_blocks(value["blocks"]))
        case "media":
            return Media(value["kind"], value["path"], value["caption"], value["hash"])
        case "rule":
            return Rule()
    raise ValueError(f"unknown block {value['t']!r}")


def _load_blocks(values: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(_load_block(value) for value in values)


def _spans(spans: Sequence[Span]) -> list[Any]:
    return [_span(span) for span in spans]


def _span(span: Span) -> Any:
    # Most spans are plain: a bare string keeps a stored lesson near the size of its text.
    if span == Span(span.text):
        return span.text
    value: dict[str, Any] = {"x": span.text}
    looks = "".join(letter for letter, name in _LOOKS if getattr(span, name))
    if looks:
        value["k"] = looks
    if span.link is not None:
        value["l"] = span.link
    if span.at is not None:
        if span.at.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value["at"] = span.at.astimezone(UTC).isoformat()
    return value


def _load_spans(values: list[Any]) -> tuple[Span, ...]:
    return tuple(_load_span(value) for value in values)


def _load_span(value: Any) -> Span:
    if isinstance(value, str):
        return Span(value)
    looks = value.get("k", "")
    at = datetime.fromisoformat(value["at"]) if "at" in value else None
    flags = {name: letter in looks for letter, name in _LOOKS}
    return Span(value["x"], link=value.get("l"), at=at, **flags)
