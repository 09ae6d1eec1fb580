"""How text looks to a person: entities and rich blocks turned into the blocks of VIEWS.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from playground.telegram.tables import Json

LOOKS = {
    "bold": "bold", "italic": "italic", "underline": "underline", "strikethrough": "strike",
    "spoiler": "spoiler", "code": "code", "mention": "mention", "text_mention": "mention",
    "marked": "italic",
}  # fmt: skip
WHOLE = ("pre", "blockquote", "expandable_blockquote")

FileUrl = Callable[[Json], str]


def iso(unix_time: int) -> str:
    return datetime.fromtimestamp(unix_time, UTC).isoformat()


def _look(kind: str, source: Json, text: str) -> Json:
    """What an entity adds to a span."""
    if kind in LOOKS:
        return {LOOKS[kind]: True}
    match kind:
        case "text_link" | "url":
            return {"link": source.get("url") or (text if "://" in text else f"https://{text}")}
        case "email" | "email_address":
            return {"link": f"mailto:{source.get('email_address') or text}"}
        case "date_time":
            return {"at": iso(source["unix_time"]), "style": source.get("date_time_format", "")}
    return {}


def blocks_of_text(text: str, entities: list[Json]) -> list[Json]:
    """Paragraphs (split at empty lines), code and quotes of a text with entities."""
    raw = text.encode("utf-16-le", "surrogatepass")

    def cut(start: int, end: int) -> str:
        return raw[start * 2 : end * 2].decode("utf-16-le", "replace")

    units = len(raw) // 2
    whole = sorted(
        (entity for entity in entities if entity["type"] in WHOLE),
        key=lambda entity: int(entity["offset"]),
    )
    out: list[Json] = []
    position = 0
    for entity in [*whole, {"type": "", "offset": units, "length": 0}]:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < position:
            continue
        out += _paragraphs(_spans(position, start, entities, cut))
        if entity["type"] == "pre":
            language = entity.get("language", "")
            out.append({"type": "code", "text": cut(start, end), "language": language})
        elif entity["type"]:
            inner = _paragraphs(_spans(start, end, entities, cut))
            is_folded = entity["type"] == "expandable_blockquote"
            out.append({"type": "quote", "blocks": inner, "title": "", "is_folded": is_folded})
        position = end
    return out


def _spans(
    start: int, end: int, entities: list[Json], cut: Callable[[int, int], str]
) -> list[Json]:
    """Runs of equal look between two offsets."""
    inner = [
        entity
        for entity in entities
        if entity["type"] not in WHOLE
        and entity["offset"] < end
        and entity["offset"] + entity["length"] > start
    ]
    edges = {start, end}
    for entity in inner:
        edges |= {max(start, entity["offset"]), min(end, entity["offset"] + entity["length"])}
    points = sorted(edges)
    spans = []
    for left, right in pairwise(points):
        span: Json = {"text": cut(left, right)}
        for entity in inner:
            if entity["offset"] <= left and entity["offset"] + entity["length"] >= right:
                covered = cut(entity["offset"], entity["offset"] + entity["length"])
                span |= _look(entity["type"], entity, covered)
        spans.append(span)
    return spans


def _paragraphs(spans: list[Json]) -> list[Json]:
    """Spans split into paragraphs at empty lines; single line feeds stay in the text."""
    paragraphs: list[list[Json]] = [[]]
    for span in spans:
        for number, piece in enumerate(span["text"].split("\n\n")):
            if number:
                paragraphs.append([])
            if piece:
                paragraphs[-1].append(span | {"text": piece})
    out = []
    for paragraph in paragraphs:
        if paragraph:
            paragraph[0]["text"] = paragraph[0]["text"].lstrip("\n")
            paragraph[-1]["text"] = paragraph[-1]["text"].rstrip("\n")
        paragraph = [span for span in paragraph if span["text"]]
        if paragraph:
            out.append({"type": "paragraph", "spans": paragraph})
    return out


# Rich messages


def spans_of_rich(text: Any, look: Json | None = None) -> list[Json]:
    """The spans of a RichText, nested looks put together."""
    look = look or {}
    if isinstance(text, str):
        return [{"text": text} | look] if text else []
    if isinstance(text, list):
        return [span for part in text for span in spans_of_rich(part, look)]
    if not isinstance(text, dict):
        return []
    if text["type"] == "mathematical_expression":
        return [{"text": text["expression"], "code": True} | look]
    if text["type"] == "custom_emoji":
        return [{"text": text.get("alternative_text", "")} | look]
    inner = text.get("text", "")
    return spans_of_rich(inner, look | _look(text["type"], text, plain_rich(inner)))


def plain_rich(text: Any) -> str:
    return "".join(span["text"] for span in spans_of_rich(text))


def blocks_of_rich(blocks: list[Json], url: FileUrl) -> list[Json]:
    """The view of stored rich blocks; `url` tells where the page finds a file."""
    return [shown for block in blocks for shown in _shown(block, url)]


def _shown(block: Json, url: FileUrl) -> list[Json]:
    kind = block["type"]
    match kind:
        case "paragraph" | "footer" | "pullquote":
            spans = spans_of_rich(block["text"])
            return [{"type": "paragraph", "spans": spans}]
        case "heading":
            return [{"type": "heading", "level": block["size"],
                     "spans": spans_of_rich(block["text"])}]  # fmt: skip
        case "pre":
            language = block.get("language", "")
            return [{"type": "code", "text": plain_rich(block["text"]), "language": language}]
        case "divider":
            return [{"type": "rule"}]
        case "mathematical_expression":
            return [{"type": "math", "text": block["expression"]}]
        case "list":
            return [_shown_list(block, url)]
        case "blockquote" | "expandable_blockquote":
            is_folded = kind == "expandable_blockquote"
            title = plain_rich(block.get("credit") or "")
            return [{"type": "quote", "blocks": blocks_of_rich(block["blocks"], url),
                     "title": title, "is_folded": is_folded}]  # fmt: skip
        case "details":
            return [{"type": "details", "title": plain_rich(block["summary"]),
                     "blocks": blocks_of_rich(block["blocks"], url),
                     "is_open": bool(block.get("is_open"))}]  # fmt: skip
        case "table":
            return _shown_table(block)
        case "collage" | "slideshow":
            return blocks_of_rich(block["blocks"], url) + _caption(block)
        case "photo" | "video" | "audio" | "document" | "animation" | "voice_note":
            return [_shown_media(kind, block, url)]
    return []


def _caption(block: Json) -> list[Json]:
    caption = block.get("caption")
    if not caption:
        return []
    text = caption["text"] if isinstance(caption, dict) and "type" not in caption else caption
    return [{"type": "paragraph", "spans": spans_of_rich(text)}]


def _shown_media(kind: str, block: Json, url: FileUrl) -> Json:
    stored = block[kind]
    stored = stored[-1] if isinstance(stored, list) else stored
    caption = "".join(span["text"] for part in _caption(block) for span in part["spans"])
    shown = {"photo": "image", "voice_note": "audio", "animation": "video"}.get(kind, kind)
    return {"type": "media", "kind": shown, "url": url(stored), "alt": caption}


def _shown_list(block: Json, url: FileUrl) -> Json:
    items = []
    numbers = []
    for item in block["items"]:
        inner = blocks_of_rich(item["blocks"], url)
        if item.get("has_checkbox"):
            mark = "☑ " if item.get("is_checked") else "☐ "
            first: Json = {"type": "paragraph", "spans": []}
            if inner and inner[0]["type"] == "paragraph":
                first = inner.pop(0)
            inner.insert(0, first | {"spans": [{"text": mark}, *first["spans"]]})
        items.append(inner)
        if item.get("value") is not None:
            numbers.append(int(item["value"]))
    start = numbers[0] if numbers else 1
    return {"type": "list", "is_ordered": bool(numbers), "start": start, "items": items}


def _shown_table(block: Json) -> list[Json]:
    rows = [[spans_of_rich(cell.get("text", "")) for cell in row] for row in block["cells"]]
    has_header = bool(block["cells"]) and all(cell.get("is_header") for cell in block["cells"][0])
    header = rows.pop(0) if has_header else []
    return [*_caption(block), {"type": "table", "header": header, "rows": rows}]


# Words alone


def words(blocks: list[Json]) -> str:
    """Every visible word of blocks, a line per paragraph, list item and table row."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _joined(spans: list[Json]) -> str:
    return "".join(span["text"] for span in spans)


def _lines(block: Json) -> list[str]:
    match block["type"]:
        case "paragraph" | "heading":
            return [_joined(block["spans"])]
        case "code" | "math":
            return [str(block["text"])]
        case "list":
            lines = []
            for number, item in enumerate(block["items"], start=block["start"]):
                mark = f"{number}. " if block["is_ordered"] else "• "
                lines.append(mark + words(item))
            return lines
        case "table":
            rows = ([block["header"]] if block["header"] else []) + block["rows"]
            return [" | ".join(_joined(cell) for cell in row) for row in rows]
        case "quote":
            return [line for line in (block["title"], words(block["blocks"])) if line]
        case "details":
            # Folded words are a tap away from the reader, so they count as there.
            return [block["title"], words(block["blocks"])]
        case "media":
            return [block["alt"]] if block["alt"] else []
    return []
