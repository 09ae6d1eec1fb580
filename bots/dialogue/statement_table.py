"""A statement as a CSV file that a spreadsheet opens without computing anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from bots.dialogue.gradebook_table import cell
from bots.dialogue.statement_words import what_happened
from bots.dialogue.texts import Texts
from engine.wallet.history import History

_COLUMNS = ("date", "what", "class", "in", "out", "balance")


def as_csv(found: History, titles: Mapping[str, str], texts: Texts) -> bytes:
    """UTF-8 with its mark; a row for each line, the oldest first. What came and what went have
    columns of their own: no number needs a sign, and each column adds up."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([cell(texts(f"statement-column-{name}")) for name in _COLUMNS])
    for line in found.lines:
        writer.writerow(
            [
                line.at.astimezone(texts.zone).strftime("%Y-%m-%d %H:%M"),
                cell(what_happened(texts, line, titles)),
                cell(texts(f"statement-class-{line.bucket}")),
                max(line.amount, 0) or "",
                max(-line.amount, 0) or "",
                line.balance_after,
            ]
        )
    return stream.getvalue().encode("utf-8-sig")
