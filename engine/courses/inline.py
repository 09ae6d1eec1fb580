"""Inline Markdown to spans: emphasis, code, links and, standing among them, media."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from engine.courses.html_text import (
    DROPPED,
    LOOKS,
    InWords,
    Piece,
    html_runs,
    looking,
    picture,
    report_tags,
    tag_name,
)
from engine.courses.reading import Reading
from engine.foundation.richtext import Block, Media, Paragraph, Span

_ATTRIBUTES = re.compile(r"\{(?:[^{}\"']|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')*\}", re.S)
_NAMED = re.compile(
    r"([A-Za-z][\w-]*)\s*=\s*(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|(\S+?))(?=[\s}])", re.S
)
# Pandoc's dash, as the Carpentries write it between words.
_DASH = re.compile(r"(?:(?<=\s)|^)---(?=\s|$)")
_LEFTOVERS = {"", ".", ",", ";", ":", ")", ")."}
_CARRIES_ATTRIBUTES = {"image", "code_inline", "link_close"}
_OPENS = {"strong_open": "is_bold", "em_open": "is_italic", "s_open": "is_struck"}
_CLOSES = {"strong_close": "is_bold", "em_close": "is_italic", "s_close": "is_struck"}


def markdown_it() -> MarkdownIt:
    """CommonMark, tables, strikethrough, Pandoc's attributes behind pictures, code and links."""
    parser = MarkdownIt("commonmark", {"maxNesting": 30}).enable(["table", "strikethrough"])
    # Every link is parsed, and Reading.safe_link says which may stay: so that none goes unreported.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.inline.ruler.before("text", "attributes", _attributes)
    return parser


def attributes(source: str) -> dict[str, str]:
    """The named values of Pandoc's "{alt='…' width=50%}", without backslashes before marks."""
    found: dict[str, str] = {}
    for match in _NAMED.finditer(source):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found[match[1].lower()] = re.sub(r"\\([^\w\s])", r"\1", value)
    return found


def _attributes(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    carrier = state.tokens[-1]
    if carrier.type not in _CARRIES_ATTRIBUTES:
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        carrier.meta = {**carrier.meta, "attributes": attributes(match[0])}
    state.pos = match.end()
    return True


class InlineReader:
    """Reads the inline tokens of one block. Links inside and broken markup never raise."""

    def __init__(self, reading: Reading, line: int) -> None:
        self._reading = reading
        self._line = line
        self._pieces: list[Piece] = []
        self._looks: list[str] = []
        self._link: str | None = None
        self._file: tuple[str, int] | None = None  # an open link to a file: its path, first piece
        self._files: list[Media] = []
        self._dropped: list[str] = []

    def read(self, tokens: Sequence[Token]) -> list[Piece]:
        for token in tokens:
            if self._dropped and token.type != "html_inline":
                continue
            self._token(token)
        # A file comes after the sentence that links to it, not in the middle of it.
        return merged([*self._pieces, *self._files])

    def _token(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._text(token.content)
            case "softbreak":
                self._line += 1
                self._text(" ")
            case "hardbreak":
                self._line += 1
                self._text("\n")
            case "code_inline":
                self._pieces.append(Span(token.content, is_code=True, link=self._link))
            case "image":
                self._image(token)
            case "link_open":
                self._open_link(str(token.attrs.get("href", "")))
            case "link_close":
                self._close_link()
            case "html_inline":
                self._html(token.content)
            case kind if kind in _OPENS:
                self._looks.append(_OPENS[kind])
            case kind if kind in _CLOSES and _CLOSES[kind] in self._looks:
                self._looks.remove(_CLOSES[kind])

    def _text(self, text: str) -> None:
        text = _DASH.sub("—", text)
        self._pieces.append(looking(text, self._link, self._looks))

    def _image(self, token: Token) -> None:
        named = token.meta.get("attributes", {})
        written = "".join(child.content for child in token.children or ())
        caption = named.get("alt") or written or str(token.attrs.get("title", ""))
        source = str(token.attrs.get("src", ""))
        self._pieces.append(picture(self._reading, source, " ".join(caption.split()), self._line))

    def _open_link(self, target: str) -> None:
        if self._reading.linked_file(target, "", self._line) is not None:
            self._file = (target, len(self._pieces))
            return
        self._link = self._reading.safe_link(target, self._line)

    def _close_link(self) -> None:
        self._link = None
        if self._file is None:
            return
        target, first = self._file
        self._file = None
        words = "".join(piece.text for piece in self._pieces[first:] if isinstance(piece, Span))
        placed = self._reading.linked_file(target, words, self._line)
        if placed is not None:
            self._files.append(placed)

    def _html(self, markup: str) -> None:
        name = tag_name(markup)
        bare = name.removeprefix("/")
        if bare in DROPPED:
            if name == bare:
                report_tags(markup, self._reading, self._line)
                self._dropped.append(bare)
            elif bare in self._dropped:
                self._dropped.remove(bare)
        elif self._dropped or not name:
            return
        elif bare in LOOKS:
            look = LOOKS[bare]
            if name == bare:
                self._looks.append(look)
            elif look in self._looks:
                self._looks.remove(look)
        elif name == "br":
            self._text("\n")
        elif name == "a":
            match = re.search(r"href\s*=\s*[\"']?([^\"'\s>]+)", markup, re.I)
            self._link = self._reading.safe_link(match[1], self._line) if match else None
        elif name == "/a":
            self._link = None
        elif name == bare:
            for run in html_runs(markup, self._reading, self._line):
                self._pieces.extend(run)


def merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbouring spans of one look joined, empty ones left out."""
    joined: list[Piece] = []
    for look, run in groupby(pieces, key=_look):
        if isinstance(look, Span):
            text = "".join(piece.text for piece in run if isinstance(piece, Span))
            joined.extend([replace(look, text=text)] if text else [])
        else:
            joined.extend(run)
    return joined


def _look(piece: Piece) -> Piece:
    return replace(piece, text="") if isinstance(piece, Span) else piece


def paragraphs(pieces: Sequence[Piece]) -> list[Block]:
    """Paragraphs of the spans, each media a block of its own between them."""
    blocks: list[Block] = []
    run: list[Span] = []
    for piece in pieces:
        if isinstance(piece, Span):
            run.append(piece)
            continue
        _end_paragraph(run, blocks)
        run = []
        blocks.append(Paragraph((piece.span,)) if isinstance(piece, InWords) else piece)
    _end_paragraph(run, blocks)
    return blocks


def _end_paragraph(run: Sequence[Span], blocks: list[Block]) -> None:
    spans = trimmed(run)
    # What is left of a sentence behind a file's own block is often a lone full stop.
    is_leftover = blocks and all(span.text.strip() in _LEFTOVERS for span in spans)
    if spans and not is_leftover:
        blocks.append(Paragraph(spans))


def trimmed(run: Sequence[Span]) -> tuple[Span, ...]:
    """The spans without white space at either end."""
    spans = [span for span in merged(run) if isinstance(span, Span)]
    while spans and not spans[0].is_code and (text := spans[0].text.lstrip()) != spans[0].text:
        spans[:1] = [replace(spans[0], text=text)] if text else []
    while spans and not spans[-1].is_code and (text := spans[-1].text.rstrip()) != spans[-1].text:
        spans[-1:] = [replace(spans[-1], text=text)] if text else []
    return tuple(spans)


def spans_only(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Spans alone, for headings and cells: a picture there is told in words."""
    return trimmed([_as_span(piece) for piece in pieces])


def _as_span(piece: Piece) -> Span:
    match piece:
        case Media():
            return Span(f"[{piece.caption or piece.path}]", is_italic=True)
        case InWords(span):
            return span
        case Span():
            return piece
