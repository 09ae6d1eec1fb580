"""The week's board as a picture; its words are always sent beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

from bots.dialogue.texts import Texts

WIDTH = 1000
MARGIN = 56
ROW = 88
GAP = 12
FOOT = 72
TITLE, LINE = 46, 54
LETTERS_KEPT = 4096
FINER = 2  # drawn at twice the size and made smaller, so that curves are smooth
GROUND, CARD, TRACK, INK, FAINT = "#fbf6ee", "#ffffff", "#f3ece1", "#2b2320", "#7d6f66"
THREADS = ("#c8553d", "#e09f3e", "#588b8b", "#3d5a80")
PLACES = {1: "#dca11d", 2: "#8f9ba8", 3: "#b9784a"}


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return ImageFont.truetype(str(folder / f"SourceSansPro-{weight}.ttf"), size * FINER)


class _Canvas:
    """Draws in the picture's own measure, whatever the size it is drawn at."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * FINER, height * FINER), GROUND)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str,
            radius: float = 0) -> None:  # fmt: skip
        corners = (left * FINER, top * FINER, right * FINER - 1, bottom * FINER - 1)
        self._draw.rounded_rectangle(corners, radius=radius * FINER, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self._draw.ellipse(
            tuple(edge * FINER for edge in (x - radius, y - radius, x + radius, y + radius)),
            fill=fill,
        )

    def words(self, x: float, y: float, words: str, fill: str, font: ImageFont.FreeTypeFont,
              anchor: str = "ls") -> None:  # fmt: skip
        self._draw.text((x * FINER, y * FINER), words, fill, font=font, anchor=anchor)

    def png(self) -> bytes:
        size = (WIDTH, self._image.height // FINER)
        stream = io.BytesIO()
        self._image.resize(size, Image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
        return stream.getvalue()


def standings(title: str, period: str, rows: Sequence[tuple[int, str, int]], texts: Texts) -> bytes:
    """A PNG of the first ten: place, name, points, and how they compare."""
    shown = rows[:10]
    title_lines = _lines(drawable(title), _font("Bold", TITLE), WIDTH - 2 * MARGIN)
    head = 96 + LINE * len(title_lines) + 40
    canvas = _Canvas(head + (ROW + GAP) * len(shown) + FOOT)
    for position, colour in enumerate(THREADS):
        canvas.box(0, position * 6, WIDTH, position * 6 + 6, colour)
    for position, line in enumerate(title_lines):
        canvas.words(MARGIN, 104 + position * LINE, line, INK, _font("Bold", TITLE))
    canvas.words(MARGIN, 96 + len(title_lines) * LINE, period, FAINT, _font("Regular", 30))
    most = max((points for _, _, points in shown), default=1) or 1
    for position, (rank, name, points) in enumerate(shown):
        _row(canvas, head + position * (ROW + GAP), rank, name, points, points / most, texts)
    end = head + (ROW + GAP) * len(shown)
    for position, colour in enumerate(THREADS):
        canvas.disc(MARGIN + 6 + position * 18, end + 26, 6, colour)
    canvas.words(MARGIN + 80, end + 34, "Peerloom", FAINT, _font("Semibold", 24))
    return canvas.png()


def _row(
    canvas: _Canvas, top: int, rank: int, name: str, points: int, share: float, texts: Texts
) -> None:
    left, right = MARGIN + 96, WIDTH - MARGIN - 28
    canvas.box(MARGIN, top, WIDTH - MARGIN, top + ROW, CARD, radius=18)
    canvas.box(left, top + 64, right, top + 72, TRACK, radius=4)
    bar = left + max(8.0, (right - left) * share)
    canvas.box(left, top + 64, bar, top + 72, THREADS[(rank - 1) % len(THREADS)], radius=4)
    if rank in PLACES:
        canvas.disc(MARGIN + 48, top + ROW / 2, 27, PLACES[rank])
    number_font = _font("Bold", 30 if rank < 100 else 24)
    # Figures stand on the line: their middle is a little above the middle of the letters' box.
    canvas.words(MARGIN + 48, top + ROW / 2 + 10, str(rank), CARD if rank in PLACES else FAINT,
                 number_font, "ms")  # fmt: skip
    told, told_font = texts("result-points-short", points=points), _font("Semibold", 30)
    canvas.words(right, top + 46, told, INK, told_font, "rs")
    room = right - left - told_font.getlength(told) / FINER - 28
    name_font = _font("Semibold" if rank in PLACES else "Regular", 34)
    canvas.words(left, top + 46, _fit(drawable(name), name_font, room), INK, name_font)


def _lines(words: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """On one line, or on two, broken between words; what is longer ends with dots."""
    if font.getlength(words) <= room * FINER:
        return [words]
    parts = words.split(" ")
    count = len(parts)
    while count > 1 and font.getlength(" ".join(parts[:count])) > room * FINER:
        count -= 1
    rest = " ".join(parts[count:])
    return [_fit(" ".join(parts[:count]), font, room), *([_fit(rest, font, room)] if rest else [])]


def _fit(words: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    if font.getlength(words) <= room * FINER:
        return words
    while words and font.getlength(words + "…") > room * FINER:
        words = words[:-1]
    return words.rstrip(" -–,.") + "…"


@cache
def _missing() -> bytes:
    return bytes(_font("Regular", 34).getmask("\U000f0000"))


@lru_cache(LETTERS_KEPT)
def _is_drawn(letter: str) -> bool:
    """Asked of each letter of each line of a statement: drawing it anew took most of its time."""
    return bytes(_font("Regular", 34).getmask(letter)) != _missing()


def drawable(name: str) -> str:
    """Without what the typeface cannot draw (emoji, some scripts); the words beside have it all."""
    kept = "".join(letter for letter in name if letter == " " or _is_drawn(letter))
    return " ".join(kept.split()) or "• • •"
