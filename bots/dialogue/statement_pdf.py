"""A statement as a PDF of A4 pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bots.dialogue.texts import Texts
from engine.wallet.history import History


@dataclass(frozen=True)
class Heading:
    """`name`: whose statement; `community`: whose tokens."""

    name: str
    community: str
    made_at: datetime


def as_pdf(found: History, titles: Mapping[str, str], heading: Heading, texts: Texts) -> bytes:
    """The oldest line first. What the typeface cannot draw is left out of names and titles."""
    # The library of PDFs is a tenth of what a program loads, and for many days nobody wants one.
    from bots.dialogue.statement_pages import pages

    return pages(found, titles, heading, texts)
