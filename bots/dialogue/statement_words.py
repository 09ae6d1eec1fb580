"""What happened, in words: a line of a statement, an account of the chart, a proposal's lines."""

from __future__ import annotations

from collections.abc import Mapping

from bots.dialogue.texts import Texts
from engine.wallet.chart import TOKENS
from engine.wallet.commands import Line, WalletLine

NAMED = ("quiz", "cohort", "course")  # what a line may be about, the closest first


def what_happened(texts: Texts, line: WalletLine, titles: Mapping[str, str]) -> str:
    """`titles`: as titles.py finds them. A kind without words of its own is a booking."""
    programme = str(line.about.get("programme", ""))
    id = f"line-{line.kind.replace('.', '-')}" + (f"-{programme}" if programme else "")
    if "cohort" in line.about and texts.has(f"{id}-cohort"):
        id = f"{id}-cohort"
    said = texts(id) if texts.has(id) else texts("line-other")
    days = line.about.get("days")
    for kind in NAMED:
        if title := titles.get(f"{kind}:{line.about.get(kind)}"):
            return texts("line-with-title", what=said, title=title)
    if programme == "streak" and isinstance(days, int):
        return texts("line-with-days", what=said, days=days)
    return said


def signed(texts: Texts, amount: int) -> str:
    return f"{'+' if amount > 0 else '−'}{texts.number(abs(amount))}"


def account_words(texts: Texts, code: str) -> str:
    """An account's name without whose it is: by its first and last part, else by its first."""
    parts = code.split(":")
    first, id = parts[0], f"account-{parts[0]}-{parts[-1]}"
    return texts(id) if texts.has(id) else texts(f"account-{first}")


def amount_words(texts: Texts, amount: int, asset: str) -> str:
    """`asset`: "TOK", or a currency, told in its own unit."""
    if asset == TOKENS:
        return texts("unit-tokens", number=amount)
    return texts.money(amount, asset)


def moved(texts: Texts, line: Line) -> str:
    """A posting: how much, from where to where."""
    amount = amount_words(texts, line.amount, line.asset)
    return texts(
        "posting-words",
        amount=amount,
        debit=account_words(texts, line.debit),
        credit=account_words(texts, line.credit),
    )
