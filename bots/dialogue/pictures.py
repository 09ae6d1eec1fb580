"""The week's board as a picture; its words are always sent beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

from bots.dialogue.texts import Texts

WIDTH = 1000
MARGIN = 56
ROW = 84
HEAD = 190
FOOT = 64
GROUND, CARD, INK, FAINT = "#fbf6ee", "#ffffff", "#2b2320", "#7d6f66"
THREADS = ("#c8553d", "#e09f3e", "#588b8b", "#3d5a80")
PLACES = {1: "#e0a526", 2: "#9aa5b1", 3: "#b9784a"}


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return ImageFont.truetype(str(folder / f"SourceSansPro-{weight}.ttf"), size)


def standings(title: str, period: str, rows: Sequence[tuple[int, str, int]], texts: Texts) -> bytes:
    """A PNG of the first ten: place, name, points, and how they compare."""
    shown = rows[:10]
    height = HEAD + ROW * len(shown) + FOOT
    image = Image.new("RGB", (WIDTH, height), GROUND)
    draw = ImageDraw.Draw(image)
    for position, colour in enumerate(THREADS):
        draw.rectangle((0, position * 6, WIDTH, position * 6 + 5), fill=colour)
    draw.text((MARGIN, 56), _fit(title, _font("Bold", 46), WIDTH - 2 * MARGIN), INK,
              font=_font("Bold", 46))  # fmt: skip
    draw.text((MARGIN, 120), period, FAINT, font=_font("Regular", 30))
    most = max((points for _, _, points in shown), default=1) or 1
    for position, (rank, name, points) in enumerate(shown):
        _row(draw, HEAD + position * ROW, rank, name, points, points / most, texts)
    draw.text((MARGIN, height - 48), "Peerloom", FAINT, font=_font("Semibold", 24))
    stream = io.BytesIO()
    image.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def _row(
    draw: ImageDraw.ImageDraw, top: int, rank: int, name: str, points: int, share: float,
    texts: Texts,
) -> None:  # fmt: skip
    right = WIDTH - MARGIN
    draw.rounded_rectangle((MARGIN, top, right, top + ROW - 12), radius=16, fill=CARD)
    bar = MARGIN + 96 + int((right - MARGIN - 120) * share)
    draw.rounded_rectangle(
        (MARGIN + 96, top + ROW - 26, max(bar, MARGIN + 108), top + ROW - 20), radius=3,
        fill=THREADS[(rank - 1) % len(THREADS)],
    )  # fmt: skip
    centre = (MARGIN + 48, top + (ROW - 12) // 2)
    if rank in PLACES:
        draw.ellipse(
            (centre[0] - 26, centre[1] - 26, centre[0] + 26, centre[1] + 26), fill=PLACES[rank]
        )
    draw.text(centre, str(rank), "#ffffff" if rank in PLACES else FAINT,
              font=_font("Bold", 30), anchor="mm")  # fmt: skip
    told = texts("result-points-short", points=points)
    told_font = _font("Semibold", 30)
    draw.text((right - 28, centre[1] - 4), told, INK, font=told_font, anchor="rm")
    room = right - 28 - draw.textlength(told, font=told_font) - (MARGIN + 96) - 24
    name_font = _font("Semibold" if rank <= 3 else "Regular", 34)
    draw.text((MARGIN + 96, centre[1] - 4), _fit(_drawable(name), name_font, room), INK,
              font=name_font, anchor="lm")  # fmt: skip


def _fit(words: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    if font.getlength(words) <= room:
        return words
    while words and font.getlength(words + "…") > room:
        words = words[:-1]
    return words.rstrip() + "…"


@cache
def _missing() -> bytes:
    return bytes(_font("Regular", 34).getmask("\U000f0000"))


def _drawable(name: str) -> str:
    """Without what the typeface cannot draw (emoji, some scripts); the words beside have it all."""
    font = _font("Regular", 34)
    kept = "".join(
        letter for letter in name if letter == " " or bytes(font.getmask(letter)) != _missing()
    )
    return " ".join(kept.split()) or "•••"
