"""A lesson's Markdown (CommonMark, tables, Carpentries' fenced blocks) to blocks and challenges."""

from __future__ import annotations

from engine.courses.divs import Div, Segment, cut_divs
from engine.courses.lesson_text import Challenge, LessonPart
from engine.courses.markdown_blocks import BlockReader, as_paragraphs, without_heading
from engine.courses.reading import Reading
from engine.courses.words import clean_line, word
from engine.foundation.richtext import Block, Details, Heading, Quote, Span

_QUOTED = {
    "objectives", "questions", "keypoints", "callout", "prereq", "discussion", "testimonial",
    "checklist", "caution",
}  # fmt: skip
_FOLDED = {"solution", "hint", "spoiler"}
_TRANSPARENT = {"tab", "group-tab", "figure"}
_ALIASES = {"exercise": "challenge", "answer": "solution", "note": "callout", "warning": "caution"}
TITLE_LIMIT = 120


def read_lesson(
    text: str, reading: Reading, *, first_line: int = 1, references: str = ""
) -> tuple[LessonPart, ...]:
    """The lesson in its own order. Never raises for what a text holds: the reading's notes tell
    what was dropped or reduced. `references` is Markdown whose link targets count here too."""
    blanked = "\n".join(
        "" if line.lstrip().startswith(":::") else line for line in text.split("\n")
    )
    reader = _LessonReader(reading, BlockReader(reading, blanked, references))
    return tuple(reader.parts(cut_divs(text, reading, first_line)))


def read_blocks(text: str, reading: Reading, *, first_line: int = 1) -> tuple[Block, ...]:
    """Markdown without fenced blocks: quiz items, summaries, forms."""
    return tuple(BlockReader(reading, text).read(text, first_line))


class _LessonReader:
    def __init__(self, reading: Reading, blocks: BlockReader) -> None:
        self._reading = reading
        self._blocks = blocks

    def parts(self, div: Div) -> list[LessonPart]:
        found: list[LessonPart] = []
        for child in div.children:
            if isinstance(child, Segment):
                found.extend(self._blocks.read("\n".join(child.lines), child.line))
            else:
                found.extend(self._div(child))
        return found

    def _div(self, div: Div) -> list[LessonPart]:
        name = _ALIASES.get(div.name, div.name)
        if name == "instructor":
            self._reading.note("info", "courses.instructor_left_out", div.line)
            return []
        if name == "challenge":
            return self._challenge(div)
        if name in _TRANSPARENT:
            return self.parts(div)
        if name not in _QUOTED | _FOLDED:
            self._reading.note("info", "courses.block_unknown", div.line, name=div.name[:60])
            return self.parts(div)
        blocks, challenges = self._apart(div)
        title, rest = self._titled(div, blocks, "" if name == "callout" else name)
        content = tuple(as_paragraphs(rest))
        if not content:
            return [*challenges]
        made: Block = Details(title, content) if name in _FOLDED else Quote(content, title)
        return [made, *challenges]

    def _challenge(self, div: Div) -> list[LessonPart]:
        self._reading.challenges += 1
        number = self._reading.challenges
        body: list[Block] = []
        solutions: list[tuple[str, list[Block]]] = []
        hints: list[Details] = []
        inner: list[Challenge] = []
        for child in div.children:
            if isinstance(child, Segment):
                body.extend(self._blocks.read("\n".join(child.lines), child.line))
                continue
            name = _ALIASES.get(child.name, child.name)
            if name not in ("solution", "hint"):
                more = self._div(child)
                body.extend(part for part in more if not isinstance(part, Challenge))
                inner.extend(part for part in more if isinstance(part, Challenge))
                continue
            blocks, nested = self._apart(child)
            inner.extend(nested)
            title, rest = self._titled(child, blocks, name)
            if name == "hint":
                hints.append(Details(title, tuple(as_paragraphs(rest))))
            else:
                solutions.append((title, rest))
        fallback = f"{word('challenge', self._reading.language)} {number}"
        heading, rest = without_heading(body)
        title = clean_line(heading or div.title, limit=TITLE_LIMIT) or fallback
        challenge = Challenge(number, title, tuple(rest), _joined(solutions), tuple(hints))
        return [challenge, *inner]

    def _apart(self, div: Div) -> tuple[list[Block], list[Challenge]]:
        parts = self.parts(div)
        challenges = [part for part in parts if isinstance(part, Challenge)]
        return [part for part in parts if not isinstance(part, Challenge)], challenges

    def _titled(self, div: Div, blocks: list[Block], name: str) -> tuple[str, list[Block]]:
        heading, rest = without_heading(blocks)
        title = clean_line(heading or div.title, limit=TITLE_LIMIT)
        return title or (word(name, self._reading.language) if name else ""), rest


def _joined(solutions: list[tuple[str, list[Block]]]) -> tuple[Block, ...]:
    """One run of blocks; where an exercise has several solutions each keeps its title."""
    if len(solutions) == 1:
        return tuple(as_paragraphs(solutions[0][1]))
    joined: list[Block] = []
    for title, blocks in solutions:
        joined.extend((Heading(4, (Span(title),)), *as_paragraphs(blocks)))
    return tuple(joined)
