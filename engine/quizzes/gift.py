"""Quizzes in GIFT, Moodle's plain text format: a file to items, faults with line and column."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from engine.courses.items import Item, ItemKind, OptionKey
from engine.courses.markdown import read_blocks
from engine.courses.notes import Data, Note, Severity
from engine.courses.reading import Reading
from engine.courses.words import clean_line
from engine.foundation.richtext import Block, Paragraph, Span, plain
from engine.quizzes.gift_answers import Answers, Fault, read_answers
from engine.quizzes.gift_scan import Chunk, Positions, as_written, chunks, normalised, unescaped
from engine.quizzes.limits import shortened

TITLE_CHARACTERS = 80
GAP = "_____"

_TITLE = re.compile(r"\s*::")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_CATEGORY = re.compile(r"\s*\$CATEGORY:?[ \t]*([^\n]*)")
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True)
class GiftFile:
    """`items` can be asked; `problems`, in file order: what is broken, dropped, worth a look."""

    items: tuple[Item, ...]
    problems: tuple[Note, ...]

    @property
    def errors(self) -> tuple[Note, ...]:
        return tuple(note for note in self.problems if note.severity == "error")


def parse_gift(text: str, name: str) -> GiftFile:
    """Reads a file's text; `name` stands in the problems. Never raises for what the text holds: a
    broken item is named and left out, and reading goes on with the next one.

    The format: docs.moodle.org, "GIFT format". Short answer, number, matching and essay items are
    recognised and left out with a warning; a text without answers (a description) likewise.
    """
    source = normalised(text)
    parser = _Parser(name, Positions(source))
    for chunk in chunks(source):
        parser.read(chunk)
    return GiftFile(tuple(parser.items), tuple(parser.problems))


class _Parser:
    def __init__(self, name: str, positions: Positions) -> None:
        self.items: list[Item] = []
        self.problems: list[Note] = []
        self._name = name
        self._positions = positions
        self._category = ""

    def read(self, chunk: Chunk) -> None:
        text, start = chunk.text, 0
        while match := _CATEGORY.match(text, start):
            self._category = clean_line(unescaped(match[1]), limit=200)
            if not self._category:
                self._problem("error", "gift.category_empty", chunk.offset + match.start())
            start = match.end()
        if not text[start:].strip():
            return
        start += len(text[start:]) - len(text[start:].lstrip())
        try:
            self._item(chunk, start)
        except Fault as fault:
            title = self._title_of(chunk, start)
            self._problem("error", fault.code, chunk.offset + fault.offset, title, fault.data)

    def _item(self, chunk: Chunk, start: int) -> None:
        text = chunk.text
        title, body = _title(text, start)
        form = _FORMAT.match(text, body)
        body = form.end() if form else body
        written = form[1] if form else "moodle"
        opening, closing = _braces(text, body)
        line = self._positions.at(chunk.offset + start)[0]
        stem = self._stem(text, body, opening, closing, written, line)
        shown = plain(stem)
        title = title or clean_line(shown, limit=TITLE_CHARACTERS)
        if opening < 0:
            self._not_asked("a description", chunk, start, title)
            return
        answers = read_answers(text, opening + 1, closing)
        if answers.kind is None:
            self._not_asked(answers.not_asked, chunk, start, title)
            return
        if not shown.strip():
            raise Fault("gift.stem_missing", opening)
        if chunk.blank_line_at >= 0:
            self._problem("warning", "gift.blank_line", chunk.blank_line_at, title)
        self._keep(chunk, answers, answers.kind, stem, written, title, line)

    def _keep(
        self,
        chunk: Chunk,
        answers: Answers,
        kind: ItemKind,
        stem: tuple[Block, ...],
        written: str,
        title: str,
        line: int,
    ) -> None:
        options = tuple(
            OptionKey(
                _words(option.text, written),
                option.is_right,
                option.weight_percent,
                _words(option.feedback, written),
            )
            for option in answers.options
        )
        for code, offset, data in answers.warnings:
            self._problem("warning", code, chunk.offset + offset, title, data)
        self._check_options(chunk, answers, kind, options, title)
        explanation = _words(answers.explanation, written)
        self.items.append(
            Item(
                title,
                stem,
                kind,
                options,
                explanation,
                self._category,
                line,
                chunk.ident,
                chunk.tags,
                answers.has_weights,
            )
        )

    def _check_options(
        self,
        chunk: Chunk,
        answers: Answers,
        kind: ItemKind,
        options: tuple[OptionKey, ...],
        title: str,
    ) -> None:
        seen: set[str] = set()
        for option, found in zip(options, answers.options, strict=True):
            offset = chunk.offset + found.offset
            if option.text in seen:
                data: Data = {"option": shortened(option.text)}
                self._problem("warning", "gift.option_repeated", offset, title, data)
            seen.add(option.text)
        right = [option.text for option in options if option.is_right]
        if kind is ItemKind.SINGLE and len(right) > 1:
            second = [found for found in answers.options if found.is_right][1]
            named = ", ".join(shortened(text) for text in right)
            data = {"found": len(right), "options": named}
            offset = chunk.offset + second.offset
            self._problem("warning", "gift.several_right", offset, title, data)

    def _stem(
        self, text: str, body: int, opening: int, closing: int, written: str, line: int
    ) -> tuple[Block, ...]:
        stem = text[body:] if opening < 0 else text[body:opening]
        behind = "" if opening < 0 else text[closing + 1 :]
        # Text behind the answers makes them a gap in a sentence.
        whole = f"{stem.rstrip()} {GAP} {behind.strip()}" if behind.strip() else stem
        return _formatted(unescaped(whole).strip(), written, self._name, line)

    def _not_asked(self, kind: str, chunk: Chunk, start: int, title: str) -> None:
        self._problem("warning", "gift.kind_not_asked", chunk.offset + start, title, {"kind": kind})

    def _title_of(self, chunk: Chunk, start: int) -> str:
        """The best name a broken item has: its title, else how it begins."""
        try:
            title, _ = _title(chunk.text, start)
        except Fault:
            title = ""
        first = as_written(chunk.text[start:]).strip().split("\n")[0]
        return title or clean_line(first.split("{")[0].strip() or first, limit=TITLE_CHARACTERS)

    def _problem(
        self, severity: Severity, code: str, offset: int, title: str = "", data: Data | None = None
    ) -> None:
        line, column = self._positions.at(offset)
        named: Data = {**({"item": title} if title else {}), **(data or {})}
        self.problems.append(Note(severity, code, self._name, line, column, named))


def _title(text: str, start: int) -> tuple[str, int]:
    """The title and where the text after it begins; "" when there is none."""
    opening = _TITLE.match(text, start)
    if opening is None:
        return "", start
    end = text.find("::", opening.end())
    if end < 0 or "{" in text[opening.end() : end]:
        raise Fault("gift.title_unclosed", opening.end() - 2)
    return clean_line(unescaped(text[opening.end() : end]), limit=TITLE_CHARACTERS), end + 2


def _braces(text: str, start: int) -> tuple[int, int]:
    """Where the answers open and close; (-1, -1) for a text without answers."""
    opening, closing = text.find("{", start), text.find("}", start)
    if opening < 0 and closing < 0:
        return -1, -1
    if opening < 0 or 0 <= closing < opening:
        raise Fault("gift.answers_unopened", closing)
    if closing < 0:
        raise Fault("gift.answers_unclosed", opening, {"found": "the end of the item"})
    inner = text.find("{", opening + 1)
    if 0 <= inner < closing:
        raise Fault("gift.brace_in_answers", inner)
    if inner >= 0:
        raise Fault("gift.answers_twice", inner)
    extra = text.find("}", closing + 1)
    if extra >= 0:
        raise Fault("gift.answers_unopened", extra)
    return opening, closing


def _formatted(text: str, written: str, name: str, line: int) -> tuple[Block, ...]:
    if written in ("markdown", "html"):
        return read_blocks(text, Reading(name), first_line=line)
    if written == "moodle" and _TAGS.search(text):
        # Moodle's own format is HTML; most files hold none of it.
        text = html.unescape(_TAGS.sub("", text))
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return tuple(Paragraph((Span(part),)) for part in parts if part)


def _words(text: str, written: str) -> str:
    """An option or feedback in plain words, on one line unless the file says `\\n`."""
    lines = [" ".join(line.split()) for line in re.split("\ud800\udc6e", text)]
    joined = unescaped("\n".join(lines)).strip()
    if written == "markdown":
        return plain(read_blocks(joined, Reading(""))).strip() or joined
    if _TAGS.search(joined) and written == "html":
        return html.unescape(_TAGS.sub("", joined)).strip() or joined
    return joined
