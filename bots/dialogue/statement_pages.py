"""The pages of a statement as a PDF: title, name, period, each line, and totals that add up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import font_source_sans_pro
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from bots.dialogue.pictures import FAINT, INK, THREADS, TRACK, drawable
from bots.dialogue.statement_pdf import Heading
from bots.dialogue.statement_words import signed, what_happened
from bots.dialogue.texts import Texts
from engine.wallet.history import History, Totals

FONT = "Source Sans"
MARGIN = 18.0  # millimetres
WIDTH = 210.0 - 2 * MARGIN
TITLE_CHARACTERS = 120
RULE = "#ddd2c4"
_WIDTHS = (30, 74, 24, 22, 24)
_TOTAL_WIDTHS = (54, 30, 30, 30, 30)


def pages(found: History, titles: Mapping[str, str], heading: Heading, texts: Texts) -> bytes:
    page = _Page(texts)
    page.set_creation_date(heading.made_at)
    page.set_title(texts("statement-of"))
    page.set_lang(texts.locale)
    page.add_page()
    _head(page, found, heading, texts)
    if found.totals:
        _totals(page, found, texts)
    _lines(page, found, titles, texts)
    return bytes(page.output())


class _Page(FPDF):
    """A4 with the threads on top and the number of the page below."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(format="A4")
        self._texts = texts
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=22)
        folder = Path(font_source_sans_pro.__file__).parent / "files"
        for style, weight in (("", "Regular"), ("B", "Semibold")):
            self.add_font(FONT, style, folder / f"SourceSansPro-{weight}.ttf")
        self.set_font(FONT, size=10)
        self.set_draw_color(RULE)
        self.set_line_width(0.2)

    def header(self) -> None:
        for number, colour in enumerate(THREADS):
            self.set_fill_color(colour)
            self.rect(0, number * 1.2, 210, 1.2, style="F")
        self.set_y(MARGIN)

    def footer(self) -> None:
        self.set_y(-15)
        self.write_in(9, FAINT)
        said = self._texts("statement-page", page=self.page_no(), pages="{nb}")
        # The number of pages is not known yet, so the words stand on the left: their width will be.
        self.cell(WIDTH / 2, 6, said)
        self.cell(WIDTH / 2, 6, "Peerloom", align="R")

    def write_in(self, size: float, colour: str, style: str = "") -> None:
        self.set_font(FONT, style, size)
        self.set_text_color(colour)

    def words(self, height: float, words: str) -> None:
        self.multi_cell(WIDTH, height, words, align="L", new_x="LMARGIN", new_y="NEXT")


def _head(page: _Page, found: History, heading: Heading, texts: Texts) -> None:
    page.write_in(24, INK, "B")
    page.words(12, texts("statement-of"))
    page.write_in(13, INK)
    page.words(7, f"{drawable(heading.name)} · {drawable(heading.community)}")
    page.write_in(10, FAINT)
    if found.lines:
        first, last = (texts.full_day(line.at) for line in (found.lines[0], found.lines[-1]))
        page.words(5.5, texts("statement-period", first=first, last=last))
    page.words(5.5, texts("statement-made", at=texts.full_day(heading.made_at)))
    if not found.is_whole:
        page.words(5.5, texts("statement-file-part", lines=len(found.lines)))
    page.ln(5)


def _totals(page: _Page, found: History, texts: Texts) -> None:
    """`before + in - out = after`, for each class of tokens and together."""
    names = ("column-class", "before", "came", "went", "after")
    rows = [(texts(f"statement-class-{one.bucket}"), one) for one in found.totals]
    if len(rows) > 1:
        every = [one for _, one in rows]
        together = Totals(
            "",
            *(
                sum(getattr(one, name) for one in every)
                for name in ("before", "came", "went", "after")
            ),
        )
        rows.append((texts("statement-total"), together))
    with page.table(**_look(_TOTAL_WIDTHS, "LRRRR")) as table:
        table.row([texts(f"statement-{name}") for name in names])
        for name, one in rows:
            numbers = (one.before, one.came, one.went, one.after)
            page.write_in(10, INK, "B" if one.bucket == "" else "")
            table.row([name, *(texts.number(number) for number in numbers)])
    page.ln(7)


def _lines(page: _Page, found: History, titles: Mapping[str, str], texts: Texts) -> None:
    page.write_in(10, INK)
    if not found.lines:
        page.words(6, texts("statement-nothing"))
        return
    names = ("date", "what", "class", "amount", "balance")
    with page.table(**_look(_WIDTHS, "LLLRR")) as table:
        table.row([texts(f"statement-column-{name}") for name in names])
        for line in found.lines:
            what = drawable(what_happened(texts, line, titles))[:TITLE_CHARACTERS]
            table.row(
                [
                    _moment(texts, line.at),
                    what,
                    texts(f"statement-class-{line.bucket}"),
                    signed(texts, line.amount),
                    texts.number(line.balance_after),
                ]
            )


def _look(widths: tuple[int, ...], align: str) -> dict[str, object]:
    names = {"L": "LEFT", "R": "RIGHT"}
    return {
        "col_widths": widths,
        "width": WIDTH,
        "align": "LEFT",
        "text_align": tuple(names[letter] for letter in align),
        "line_height": 5.4,
        "padding": (1.1, 1.6),
        "borders_layout": TableBordersLayout.HORIZONTAL_LINES,
        "headings_style": FontFace(emphasis="BOLD", color=INK, fill_color=TRACK),
    }


def _moment(texts: Texts, at: datetime) -> str:
    return at.astimezone(texts.zone).strftime("%Y-%m-%d %H:%M")
