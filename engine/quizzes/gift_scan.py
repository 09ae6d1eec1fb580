"""A GIFT file cut into chunks, one for each item, with every position kept for error messages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# An escaped mark takes two characters in the file; it becomes a surrogate pair of our own, which no
# decoded text can hold, so that marks are searched for plainly and every offset stays true.
_ESCAPE_FIRST = 0xD800
_ESCAPE_SECOND = 0xDC00
_ESCAPABLE = "~=#{}:\\"
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMENT = re.compile(r"[ \t]*//(.*)")
_LABEL = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")


@dataclass(frozen=True)
class Chunk:
    """The text between two blank lines, comments blanked, escapes masked; `offset`: in the file."""

    text: str
    offset: int
    ident: str = ""
    tags: tuple[str, ...] = ()
    blank_line_at: int = -1  # offset of a blank line inside the answers, -1 without one


class Positions:
    """Line and column, counted from 1, of an offset."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def normalised(text: str) -> str:
    """Line ends made one, the byte-order mark and lone surrogates gone."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text)


def unescaped(text: str) -> str:
    """The masked text with its escaped marks as themselves; `\\n` is a line feed."""
    return re.sub(
        "\ud800([\udc00-\udfff])",
        lambda match: "\n" if match[1] == _second("n") else chr(ord(match[1]) - _ESCAPE_SECOND),
        text,
    )


def as_written(text: str) -> str:
    """The masked text as the file has it, for "found …"."""
    return re.sub(
        "\ud800([\udc00-\udfff])", lambda match: f"\\{chr(ord(match[1]) - _ESCAPE_SECOND)}", text
    )


def chunks(text: str) -> Iterator[Chunk]:
    """The chunks of a normalised text. A blank line ends an item; one inside the answers does not
    when the answers are closed before the next item begins, though other programs end it there."""
    raw = list(_raw_chunks(text))
    place = 0
    while place < len(raw):
        start, end = raw[place]
        chunk = _chunk(text, start, end)
        if _is_open(chunk.text) and place + 1 < len(raw):
            following = _chunk(text, *raw[place + 1])
            if _closes_first(following.text):
                place += 1
                joined = _chunk(text, start, raw[place][1])
                chunk = Chunk(joined.text, joined.offset, joined.ident, joined.tags, end)
        place += 1
        yield chunk


def _raw_chunks(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        yield match.start(), match.end()


def _chunk(text: str, start: int, end: int) -> Chunk:
    lines: list[str] = []
    ident = ""
    tags: list[str] = []
    for line in text[start:end].split("\n"):
        comment = _COMMENT.match(line)
        if comment is None:
            lines.append(line)
            continue
        lines.append(" " * len(line))
        for name, value in _LABEL.findall(comment[1]):
            written = re.sub(r"\\(.)", r"\1", value).strip()
            if name == "id":
                ident = written
            elif written:
                tags.append(written)
    masked = _ESCAPED.sub(
        lambda match: f"{chr(_ESCAPE_FIRST)}{_second(match[1])}", "\n".join(lines)
    )
    return Chunk(masked, start, ident, tuple(tags))


def _second(character: str) -> str:
    return chr(_ESCAPE_SECOND + ord(character))


def _is_open(text: str) -> bool:
    return text.count("{") > text.count("}")


def _closes_first(text: str) -> bool:
    if text.lstrip().startswith(("::", "$CATEGORY")):
        return False
    opening, closing = text.find("{"), text.find("}")
    return closing >= 0 and (opening < 0 or closing < opening)
