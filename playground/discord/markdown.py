"""Discord's markdown as blocks and spans of a view: what a person sees, never what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Block = dict[str, Any]
Span = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What mentions are called, and which of them ping (ids of people and roles, "everyone")."""

    user: Callable[[str], str]
    role: Callable[[str], str]
    channel: Callable[[str], str]
    now: datetime
    pings: frozenset[str] = frozenset()


_FENCE = re.compile(r"```(?:([A-Za-z0-9_+.\-]+)?\n)?(.*?)\n?```", re.DOTALL)
_HEADING = re.compile(r"(#{1,3})\s+(.+)$")
_SMALL = re.compile(r"-#\s+(.+)$")
_ITEM = re.compile(r"( *)(?:([-*])|(\d{1,9})\.)\s+(.+)$")
_INNER = r"((?:\\.|[^\\])+?)"
_INLINE = re.compile(
    r"\\(?P<escape>[^\w\s]|_)"
    r"|(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<\#(?P<channel>\d+)>"
    r"|<t:(?P<moment>-?\d{1,12})(?::(?P<style>[tTdDfFRsS]))?>"
    r"|</(?P<command>[^:>]+):\d+>|<a?:(?P<emoji>\w+):\d+>"
    r"|<(?P<quiet>https?://[^\s<>]+)>"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\(<?(?P<target>https?://[^\s)>]+)>?(?:\s+\"[^\"]*\")?\)"
    r"|(?P<url>https?://[^\s<>]+[^\s<>.,:;\"')\]])"
    r"|(?P<all>@everyone|@here)"
    rf"|\*\*\*(?P<both>{_INNER})\*\*\*(?!\*)"
    rf"|\*\*(?P<bold>{_INNER})\*\*(?!\*)"
    rf"|__(?P<underline>{_INNER})__(?!_)"
    rf"|~~(?P<strike>{_INNER})~~"
    rf"|\|\|(?P<spoiler>{_INNER})\|\|"
    rf"|\*(?=\S)(?P<star>{_INNER})(?<=\S)\*(?!\*)"
    rf"|\b_(?P<under>{_INNER})_(?!\w)",
    re.DOTALL | re.VERBOSE,
)
_LOOKS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("both", {"bold": True, "italic": True}),
    ("bold", {"bold": True}),
    ("underline", {"underline": True}),
    ("strike", {"strike": True}),
    ("spoiler", {"spoiler": True}),
    ("star", {"italic": True}),
    ("under", {"italic": True}),
)


def blocks_of(source: str, names: Names) -> list[Block]:
    """The blocks of a message, embed description, field value or text display."""
    blocks: list[Block] = []
    position = 0
    for fence in _FENCE.finditer(source):
        blocks += _lines(source[position : fence.start()], names)
        blocks.append({"type": "code", "text": fence[2], "language": fence[1] or ""})
        position = fence.end()
    return blocks + _lines(source[position:], names)


def _lines(source: str, names: Names) -> list[Block]:
    """Blocks of text without fenced code. Lines that touch are one paragraph, breaks kept."""
    blocks: list[Block] = []
    lines = source.split("\n")
    together: list[str] = []

    def end_paragraph() -> None:
        words = "\n".join(together).strip("\n")
        together.clear()
        if words.strip():
            blocks.append({"type": "paragraph", "spans": spans_of(words, names)})

    index = 0
    while index < len(lines):
        line = lines[index]
        if line.startswith(">>> "):
            end_paragraph()
            rest = "\n".join([line[4:], *lines[index + 1 :]])
            return [*blocks, _quote(_lines(rest, names))]
        if line.startswith("> ") or line == ">":
            end_paragraph()
            end = index
            while end < len(lines) and (lines[end].startswith("> ") or lines[end] == ">"):
                end += 1
            blocks.append(_quote(_lines("\n".join(row[2:] for row in lines[index:end]), names)))
            index = end
        elif match := _HEADING.match(line):
            end_paragraph()
            spans = spans_of(match[2], names)
            blocks.append({"type": "heading", "level": len(match[1]), "spans": spans})
            index += 1
        elif match := _SMALL.match(line):
            end_paragraph()
            blocks.append({"type": "paragraph", "spans": spans_of(match[1], names), "small": True})
            index += 1
        elif _ITEM.match(line):
            end_paragraph()
            made, index = _list(lines, index, names)
            blocks.append(made)
        else:
            if line.strip():
                together.append(line)
            else:
                end_paragraph()
            index += 1
    end_paragraph()
    return blocks


def _quote(blocks: list[Block]) -> Block:
    return {"type": "quote", "blocks": blocks, "title": "", "is_folded": False}


def _list(lines: list[str], index: int, names: Names) -> tuple[Block, int]:
    """The list that begins at this line, deeper lists inside its items, and the line after it."""
    first = _ITEM.match(lines[index])
    if first is None:
        raise ValueError("a list begins at an item")
    depth, is_ordered = len(first[1]), first[3] is not None
    items: list[list[Block]] = []
    while index < len(lines):
        match = _ITEM.match(lines[index])
        if match is None or len(match[1]) < depth or (match[3] is not None) != is_ordered:
            break
        if len(match[1]) > depth and items:
            inner, index = _list(lines, index, names)
            items[-1].append(inner)
            continue
        items.append([{"type": "paragraph", "spans": spans_of(match[4], names)}])
        index += 1
    start = int(first[3]) if first[3] else 1
    return {"type": "list", "is_ordered": is_ordered, "start": start, "items": items}, index


def spans_of(source: str, names: Names, look: dict[str, Any] | None = None) -> list[Span]:
    """The runs of text, each with its look; a backslash before a sign takes its meaning away."""
    look = look or {}
    spans: list[Span] = []
    position = 0
    for match in _INLINE.finditer(source):
        if match.start() > position:
            spans.append({"text": source[position : match.start()]} | look)
        spans += _inline(match, names, look)
        position = match.end()
    if position < len(source):
        spans.append({"text": source[position:]} | look)
    return _joined(spans)


def _inline(match: re.Match[str], names: Names, look: dict[str, Any]) -> list[Span]:
    found = match.groupdict()
    for group, added in _LOOKS:
        if found[group] is not None:
            return spans_of(found[group], names, look | added)
    if found["escape"] is not None:
        return [{"text": found["escape"]} | look]
    if found["code"] is not None:
        return [{"text": found["code"].strip(), "code": True} | look]
    if found["label"] is not None:
        return spans_of(found["label"], names, look | {"link": found["target"]})
    if address := found["url"] or found["quiet"]:
        return [{"text": address, "link": address} | look]
    if found["moment"] is not None:
        moment = datetime.fromtimestamp(int(found["moment"]), UTC)
        style = found["style"] or "f"
        words = said(moment, style, names.now)
        return [{"text": words, "at": moment.isoformat(), "style": style} | look]
    return [_mention(found, names) | look]


def _mention(found: dict[str, str | None], names: Names) -> Span:
    if id := found["user"]:
        span: Span = {"text": f"@{names.user(id)}"}
        return span | ({"mention": True} if id in names.pings else {})
    if id := found["role"]:
        span = {"text": f"@{names.role(id)}"}
        return span | ({"mention": True} if id in names.pings else {})
    if words := found["all"]:
        return {"text": words} | ({"mention": True} if "everyone" in names.pings else {})
    if id := found["channel"]:
        return {"text": f"#{names.channel(id)}"}
    if words := found["command"]:
        return {"text": f"/{words}"}
    return {"text": f":{found['emoji']}:"}


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbours of the same look become one: escapes would otherwise leave a span per sign."""
    joined: list[Span] = []
    for span in spans:
        alone = "at" in span or "mention" in span
        look = {key: value for key, value in span.items() if key != "text"}
        before = joined[-1] if joined else {}
        last = {key: value for key, value in before.items() if key != "text"}
        if joined and not alone and look == last:
            joined[-1] = joined[-1] | {"text": joined[-1]["text"] + span["text"]}
        else:
            joined.append(span)
    return joined


def said(moment: datetime, style: str, now: datetime) -> str:
    """A moment in words, in UTC: the page shows the reader's own zone from the span's `at`."""
    clock, day = f"{moment:%H:%M}", f"{moment.day} {moment:%B %Y}"
    match style:
        case "t":
            return clock
        case "T":
            return f"{moment:%H:%M:%S}"
        case "d":
            return f"{moment:%d/%m/%Y}"
        case "D":
            return day
        case "F":
            return f"{moment:%A}, {day} {clock}"
        case "R":
            return _from_now((moment - now).total_seconds())
    return f"{day} {clock}"


def _from_now(seconds: float) -> str:
    size = abs(seconds)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if size >= length or unit == "second":
            count = int(size // length)
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {words}" if seconds >= 0 else f"{words} ago"
    return "now"


def plain(blocks: list[Block]) -> str:
    """Every visible word of these blocks, line by line."""
    lines: list[str] = []
    for block in blocks:
        match block["type"]:
            case "paragraph" | "heading":
                lines.append("".join(span["text"] for span in block["spans"]))
            case "code":
                lines.append(block["text"])
            case "list":
                lines += [plain(item) for item in block["items"]]
            case "quote":
                lines.append(plain(block["blocks"]))
            case "media":
                lines.append(block["alt"])
    return "\n".join(line for line in lines if line)
