"""Rich text to Discord's markdown: what people wrote stays what they wrote, never markup."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import quote, urlsplit

from bots.discord.limits import length
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

RULE = "─" * 12
_GAP = "\u200b"  # parts two runs of the same mark; nobody sees it
_TABLE_COLUMNS = 56  # wider tables wrap on a phone: they become lines of "name: value"

# Overrides and isolates reorder what follows them; control characters show as nothing or as boxes.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Marks that mean something anywhere in a line: emphasis, spoiler, code, mention, masked link.
_ANYWHERE = re.compile(r"[\\*_~|`<@\[\]]")
# "https:" links itself, ":name:" becomes an emoji; a colon before anything else is harmless.
_COLON = re.compile(r":(?=[\w/+\-])")
# Headings, lists, quotes and small print begin a line; a span may, so its start counts as one.
_LINE_START = re.compile(r"(?m)^(\s*)([#>+\-])")
_NUMBERED = re.compile(r"(?m)(?:(?<=\d)|^)([.)])(?=\s|$)")
_BACKTICKS = re.compile(r"`(?=`)")


def clean(text: str) -> str:
    """Without what would reorder or hide the text around it."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Markdown that reads as exactly this text, wherever in a line it stands."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", clean(text))
    escaped = _COLON.sub(r"\\:", escaped)
    escaped = _LINE_START.sub(r"\1\\\2", escaped)
    return _NUMBERED.sub(r"\\\1", escaped)


def escape_clipped(text: str, limit: int) -> str:
    """`escape`, of as much of the text as fits the limit once escaped."""
    text = clean(text)
    escaped = escape(text)
    while length(escaped) > limit:
        text = text[: min(len(text) - 2, len(text) * limit // length(escaped))].rstrip() + "…"
        escaped = escape(text)
    return escaped


def inline(spans: tuple[Span, ...], *, is_one_line: bool = False) -> str:
    """Spans as one run of markdown."""
    out = ""
    for span in _joined(spans):
        if is_one_line:
            span = replace(span, text=" ".join(span.text.split("\n")))
        piece = _span(span)
        if out and piece and out[-1] == piece[0] and piece[0] in "*_~|`":
            out += _GAP
        out += piece
    return out


def render(blocks: tuple[Block, ...]) -> str:
    """Blocks as markdown, an empty line between them."""
    return "\n\n".join(part for part in map(_block, blocks) if part)


def chunks(blocks: tuple[Block, ...], limit: int) -> list[str]:
    """The blocks as markdown in pieces of at most `limit` characters, broken between blocks where
    that is possible and inside one where it is not; nothing is left out."""
    pieces: list[str] = []
    for block in blocks:
        for part in _fitting(block, limit):
            if not part:
                continue
            joined = f"{pieces[-1]}\n\n{part}" if pieces else part
            if pieces and length(joined) <= limit:
                pieces[-1] = joined
            else:
                pieces.append(part)
    return pieces


def safe_link(address: str) -> str:
    """The address, when it is one that may be linked to: https with a host; else ""."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() != "https" or not parts.hostname:
        return ""
    return quote(address.strip(), safe="/:?#@!$&'*+,;=%~._-")


# ── spans ──────────────────────────────────────────────────────────────────────────────────────


def _joined(spans: tuple[Span, ...]) -> list[Span]:
    """Neighbours of one look as one, so that no closing mark meets the same mark opening."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.at is None and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(joined[-1], text=joined[-1].text + span.text)
        elif span.text or span.at:
            joined.append(span)
    return joined


def _span(span: Span) -> str:
    if span.at is not None:
        return f"<t:{int(span.at.timestamp())}:F>"
    text = clean(span.text)
    body = text.strip()
    if not body:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    link = safe_link(span.link) if span.link else ""
    if link and "://" in body:  # Discord does not mask a link behind words that are an address
        marked = f"<{link}>" if body == span.link else f"{_look(span, body)} (<{link}>)"
    else:
        marked = f"[{_look(span, body)}]({link})" if link else _look(span, body)
    return f"{lead}{marked}{trail}"


def _look(span: Span, body: str) -> str:
    text = _inline_code(body) if span.is_code else escape(body)
    if span.is_struck:
        text = f"~~{text}~~"
    if span.is_bold and span.is_italic:
        return f"***{text}***"
    if span.is_bold:
        return f"**{text}**"
    return f"*{text}*" if span.is_italic else text


def _inline_code(text: str) -> str:
    if "`" not in text:
        return f"`{text}`"
    text = _BACKTICKS.sub(f"`{_GAP}", text)
    return f"`` {text} ``"


# ── blocks ─────────────────────────────────────────────────────────────────────────────────────


def _block(block: Block, is_folded: bool = False) -> str:
    match block:
        case Paragraph(spans):
            markdown = inline(spans).strip("\n")
        case Heading(level, spans):
            words = inline(spans, is_one_line=True).strip()
            bare = inline(tuple(replace(s, is_bold=False) for s in spans), is_one_line=True)
            is_large = level <= 2 and bool(words) and not is_folded
            markdown = f"### {words}" if is_large else _bold(bare.strip())
        case Code(source, language):
            markdown = _fenced(source, language)
        case ListBlock():
            return _list(block, is_folded)
        case Table():
            markdown = _table(block)
        case Quote(blocks, title):
            return _quote(blocks, title, is_folded)
        case Media(kind, path, caption):
            markdown = _media(kind, path, caption)
        case Details(title, blocks):
            parts = (_bold(escape(clean(title))), *(_block(inner, True) for inner in blocks))
            return "\n".join(part for part in parts if part)
        case Rule():
            return RULE
    return f"||{_unbarred(markdown)}||" if is_folded and markdown else markdown


def _bold(markdown: str) -> str:
    return f"**{markdown}**" if markdown else ""


def _unbarred(markdown: str) -> str:
    """Bars that would end the fold too early are parted; escaped ones are harmless already."""
    return re.sub(r"(?<!\\)\|(?=\|)", f"|{_GAP}", markdown)


def _fenced(source: str, language: str) -> str:
    source = _BACKTICKS.sub(f"`{_GAP}", clean(source).strip("\n"))
    if source.endswith("`"):
        source += _GAP
    tag = language if re.fullmatch(r"[a-z0-9_+\-.#]+", language) else ""
    return f"```{tag}\n{source or _GAP}\n```"


def _list(block: ListBlock, is_folded: bool) -> str:
    lines: list[str] = []
    for number, item in enumerate(block.items, start=block.start):
        marker = f"{number}. " if block.is_ordered else "- "
        parts = [part for inner in item if (part := _block(inner, is_folded))]
        first = parts[0] if parts else _GAP
        rest = parts[1:]
        if _is_fence(first):
            rest, first = parts, _GAP
        indent = " " * len(marker)
        lines.append(marker + _indented(first, indent).removeprefix(indent))
        # A fence stands at the line's start: indented, its code would show the indent.
        lines.extend(p if _is_fence(p) else _indented(p, indent) for p in rest)
    return "\n".join(lines)


def _is_fence(markdown: str) -> bool:
    return markdown.startswith(("```", "||```"))


def _indented(markdown: str, indent: str) -> str:
    return "\n".join(indent + line for line in markdown.split("\n"))


def _quote(blocks: tuple[Block, ...], title: str, is_folded: bool) -> str:
    # Discord has one depth of quotes: an inner one goes on as lines of the outer.
    flat = tuple(inner for b in blocks for inner in (b.blocks if isinstance(b, Quote) else (b,)))
    inner = [_bold(escape(clean(title))), *(_block(block, is_folded) for block in flat)]
    lines = "\n".join(part for part in inner if part).split("\n")
    return "\n".join(f"> {line}" for line in lines) if any(lines) else ""


def _media(kind: str, path: str, caption: str) -> str:
    sign = {"image": "🖼️", "video": "🎬", "audio": "🔊"}.get(kind, "📎")
    return f"{sign} {escape(caption or path.rsplit('/', 1)[-1])}"


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _table(table: Table) -> str:
    grid = [
        [" ".join(clean(plain_spans(cell)).split()) for cell in row]
        for row in (table.header, *table.rows)
    ]
    columns = max((len(row) for row in grid), default=0)
    if not columns:
        return ""
    for row in grid:
        row.extend([""] * (columns - len(row)))
    widths = [max(1, *(_width(row[column]) for row in grid)) for column in range(columns)]
    if sum(widths) + 3 * (columns - 1) > _TABLE_COLUMNS:
        return _table_as_lines(table)
    lines = [
        " │ ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        for row in grid
    ]
    lines.insert(1, "─┼─".join("─" * width for width in widths))
    return _fenced("\n".join(line.rstrip() for line in lines), "")


def _table_as_lines(table: Table) -> str:
    names = [inline(cell, is_one_line=True).strip() for cell in table.header]
    rows: list[str] = []
    for row in table.rows:
        cells = [inline(cell, is_one_line=True).strip() for cell in row]
        names += [""] * (len(cells) - len(names))
        pairs = [f"{n}: {c}" if n else c for n, c in zip(names, cells, strict=False) if n or c]
        rows.append("- " + "\n  ".join(pairs))
    return "\n".join(rows) if rows else " · ".join(names)


# ── splitting ──────────────────────────────────────────────────────────────────────────────────


def _fitting(block: Block, limit: int) -> list[str]:
    """The block's markdown, halved until each part fits."""
    markdown = _block(block)
    if length(markdown) <= limit:
        return [markdown]
    return [part for half in _halves(block) for part in _fitting(half, limit)]


def _halves(block: Block) -> tuple[Block, ...]:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return tuple(Paragraph(half) for half in _span_halves(spans))
        case Code(source, language):
            return tuple(Code(half, language) for half in _text_halves(source, "\n"))
        case ListBlock(items, _, start) if len(items) > 1:
            half = len(items) // 2
            return (
                replace(block, items=items[:half]),
                replace(block, items=items[half:], start=start + half),
            )
        case ListBlock(items):
            return items[0]
        case Table(_, rows) if len(rows) > 1:
            half = len(rows) // 2
            return replace(block, rows=rows[:half]), replace(block, rows=rows[half:])
        case Table(header, rows):
            cells = (*header, *(cell for row in rows for cell in row))
            return tuple(Paragraph(cell) for cell in cells)
        case Quote(blocks, title) | Details(title, blocks) if title:
            words = Paragraph((Span(title, is_bold=True),))
            head = Quote((words,)) if isinstance(block, Quote) else words
            return head, replace(block, title="")
        case Quote(blocks) | Details(_, blocks) if len(blocks) > 1:
            half = len(blocks) // 2
            return replace(block, blocks=blocks[:half]), replace(block, blocks=blocks[half:])
        case Quote(blocks) | Details(_, blocks):
            inner = (part for one in blocks for part in _halves(one))
            return tuple(replace(block, blocks=(part,)) for part in inner)
        case Media(_, path, caption):
            halves = _text_halves(caption or path, " ")
            return tuple(Paragraph((Span(part),)) for part in halves)
        case Rule():
            return ()


def _span_halves(spans: tuple[Span, ...]) -> tuple[tuple[Span, ...], ...]:
    if len(spans) > 1:
        return spans[: len(spans) // 2], spans[len(spans) // 2 :]
    # An address too long for any message is given up; its words stay.
    span = spans[0] if len(spans[0].link or "") < 1000 else replace(spans[0], link=None)
    return tuple((replace(span, text=half),) for half in _text_halves(span.text, " "))


def _text_halves(text: str, mark: str) -> tuple[str, ...]:
    """Two parts, broken at the mark nearest before the middle, or in the middle."""
    middle = len(text) // 2
    at = text.rfind(mark, 1, middle + 1)
    return (text[:at], text[at + 1 :]) if at > 0 else (text[:middle], text[middle:])
