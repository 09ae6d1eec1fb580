"""A lesson cut into pages for a chat: at headings and challenges, about 1,200 characters each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.courses.lesson_text import Challenge, LessonPart
from engine.courses.splitting import HARD_UNITS, pieces_of, visible_units
from engine.courses.words import clean_line, slug
from engine.foundation.richtext import Block, Code, Heading, Paragraph, plain_spans

# Lengths are UTF-16 units of the visible words: what Telegram counts.
SOFT_UNITS = 1_200
_EARLY_UNITS = 500  # a heading starts a new page once this much stands on the page
_LATE_UNITS = 1_500  # things that belong together may stretch a page to this
_ORPHAN_UNITS = 200


@dataclass(frozen=True)
class Page:
    """One screen of a lesson. A challenge's page shows `blocks` and keeps the solution folded.

    `anchor` names the page within its lesson ("from-1-to-n") and stays as long as its title does.
    """

    title: str
    blocks: tuple[Block, ...]
    challenge: Challenge | None = None
    anchor: str = ""


def split_lesson(parts: Sequence[LessonPart], title: str) -> tuple[Page, ...]:
    """The pages in order; none shows more than HARD_UNITS. The same parts give the same pages."""
    pages: list[Page] = []
    run: list[Block] = []
    current = clean_line(title, limit=120)
    for part in (*parts, None):
        if part is not None and not isinstance(part, Challenge):
            run.append(part)
            continue
        made = _run_pages(run, current)
        pages.extend(made)
        current = made[-1].title if made else current
        run = []
        if part is not None:
            pages.extend(_challenge_pages(part))
    return _anchored(pages)


def split_blocks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Blocks cut to screens that each fit a message: for a long solution."""
    return tuple(_filled(_units(blocks)))


def _run_pages(run: Sequence[Block], title: str) -> list[Page]:
    pages: list[Page] = []
    for blocks in _filled(_units(run)):
        first = next((block for block in blocks if isinstance(block, Heading)), None)
        # A page that goes on with a section keeps the section's title.
        if first is not None and (first is blocks[0] or not pages):
            title = clean_line(plain_spans(first.spans), limit=120) or title
        pages.append(Page(title, blocks))
        last = next((b for b in reversed(blocks) if isinstance(b, Heading)), None)
        if last is not None:
            title = clean_line(plain_spans(last.spans), limit=120) or title
    return pages


def _challenge_pages(challenge: Challenge) -> list[Page]:
    groups = list(_filled(_units(challenge.blocks), soft=_LATE_UNITS + SOFT_UNITS)) or [()]
    before = [Page(challenge.title, group) for group in groups[:-1]]
    return [*before, Page(challenge.title, groups[-1], challenge)]


def _units(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Blocks that should not be torn apart, as runs: a heading with what follows it, "For example:"
    with its code, code with its output."""
    small = [piece for block in blocks for piece in pieces_of(block)]
    units: list[list[Block]] = []
    held = 0
    for block in small:
        length = _length(block)
        fits = held + length <= SOFT_UNITS
        if units and fits and _belongs(units[-1][-1], block):
            units[-1].append(block)
            held += length
        else:
            units.append([block])
            held = length
    return [tuple(unit) for unit in units]


def _length(block: Block) -> int:
    """The block's visible units and its line break; no block is for nothing, however empty."""
    return visible_units((block,)) + 1


def _belongs(before: Block, block: Block) -> bool:
    match before:
        case Heading():
            return True
        case Paragraph(spans):
            return plain_spans(spans).rstrip().endswith(":")
        case Code():
            return isinstance(block, Code) and block.language in ("output", "error")
    return False


def _filled(
    units: Sequence[tuple[Block, ...]], *, soft: int = SOFT_UNITS
) -> list[tuple[Block, ...]]:
    pages: list[tuple[Block, ...]] = []
    page: list[Block] = []
    held = 0
    for unit in units:
        length = sum(_length(block) for block in unit)
        first = unit[0]
        starts = isinstance(first, Heading) and (
            (first.level <= 2 and held >= _EARLY_UNITS) or held >= soft - _ORPHAN_UNITS
        )
        if page and (starts or held + length > soft):
            pages.append(tuple(page))
            page = []
            held = 0
        page.extend(unit)
        held += length
    if page:
        pages.append(tuple(page))
    return _without_orphan(pages)


def _without_orphan(pages: list[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """A last page of a sentence or two goes with the one before it."""
    if len(pages) < 2 or isinstance(pages[-1][0], Heading):
        return pages
    whole = (*pages[-2], *pages[-1])
    if visible_units(pages[-1]) <= _ORPHAN_UNITS and visible_units(whole) <= _LATE_UNITS:
        return [*pages[:-2], whole]
    return pages


def _anchored(pages: Sequence[Page]) -> tuple[Page, ...]:
    seen: dict[str, int] = {}
    anchored: list[Page] = []
    for page in pages:
        name = slug(page.title, default="page")
        seen[name] = seen.get(name, 0) + 1
        anchor = name if seen[name] == 1 else f"{name}-{seen[name]}"
        anchored.append(Page(page.title, page.blocks, page.challenge, anchor))
    return tuple(anchored)


__all__ = ["HARD_UNITS", "SOFT_UNITS", "Page", "split_blocks", "split_lesson"]
