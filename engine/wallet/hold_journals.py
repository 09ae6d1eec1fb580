"""The journals of a hold's life as pure builders: amounts and lots in, lines out."""

from __future__ import annotations

from collections.abc import Sequence

from engine.wallet.chart import (
    TOKENS,
    educator_pending,
    hold_earned,
    hold_purchased,
    person_earned,
    person_purchased,
)
from engine.wallet.commands import Journal, Line, Money
from engine.wallet.sale_journals import FromLots, dealt, mirrored
from engine.wallet.sale_parts import SaleParts

# The journals in which a hold of each kind begins, and ends when nothing comes of it.
BEGINS = {"redemption": "redemption.held", "booking": "class_session.held"}
COMES_BACK = {"redemption": "redemption.voided", "booking": "class_session.voided"}


def held(
    kind: str, hold_id: int, person_id: int, *, key: str, purchased: FromLots, earned: FromLots,
    about: dict[str, int | str],
) -> Journal:  # fmt: skip
    """Out of the person's lots; the money behind them stays where it is."""
    lines = (
        *_lines(person_purchased(person_id), hold_purchased(hold_id), purchased),
        *_lines(person_earned(person_id), hold_earned(hold_id), earned),
    )
    return Journal(key, BEGINS[kind], lines, about=about)


def came_back(
    kind: str, hold_id: int, person_id: int, *, key: str, refers_to: int, purchased: FromLots,
    earned: FromLots, about: dict[str, int | str],
) -> Journal:  # fmt: skip
    """Into the same lots."""
    lines = _back(hold_id, person_id, purchased, earned)
    return Journal(key, COMES_BACK[kind], lines, refers_to=refers_to, about=about)


def session_settled(
    money: Money,
    hold_id: int,
    person_id: int,
    educator_id: int,
    parts: SaleParts,
    *,
    key: str,
    refers_to: int,
    purchased: FromLots,
    earned: FromLots,
    back: tuple[FromLots, FromLots],
    about: dict[str, int | str],
) -> Journal:
    """A sale whose payer is the hold; what the price leaves of it (`back`, purchased and earned)
    returns to its lots."""
    pending = educator_pending(educator_id)
    bought, rewarded = hold_purchased(hold_id), hold_earned(hold_id)
    of_bought = dealt((parts.net_purchased, parts.fee_purchased), purchased)
    of_rewarded = dealt((parts.net_earned, parts.fee_earned), earned)
    behind = (
        ("backing:purchased", "backing:earnings", parts.net_purchased),
        ("fund:committed", "backing:earnings", parts.net_earned),
        ("backing:purchased", "deferred:platform_fee", parts.fee_purchased),
        ("fund:committed", "fund:maturing", parts.fee_earned),
    )
    lines = (
        *_lines(bought, pending, of_bought[0]),
        *_lines(rewarded, pending, of_rewarded[0]),
        *_lines(bought, "burn:fee", of_bought[1]),
        *_lines(rewarded, "burn:fee", of_rewarded[1]),
        *_back(hold_id, person_id, *back),
        *mirrored(money, behind),
    )
    return Journal(key, "class_session.settled", lines, refers_to=refers_to, about=about)


def redemption_confirmed(
    money: Money,
    hold_id: int,
    *,
    key: str,
    refers_to: int,
    taken: FromLots,
    paid_to: str,
    cost: int,
    about: dict[str, int | str],
) -> Journal:
    """The tokens are used up: `cost` minor units of the money behind them are the partner's
    (`paid_to`: what is owed to them or was paid ahead) or wait for our own goods, the rest is the
    fund's again."""
    total = sum(units for _, units in taken)
    lines = (
        *_lines(hold_earned(hold_id), "burn:redemption", taken),
        Line("fund:committed", paid_to, money.currency, cost),
        Line("fund:committed", "fund:rewards", money.currency, total * money.peg - cost),
    )
    return Journal(key, "redemption.confirmed", lines, refers_to=refers_to, about=about)


def redemption_lapsed(
    money: Money, tokens: int, *, key: str, refers_to: int, about: dict[str, int | str]
) -> Journal:
    """A code for our own goods that nobody used."""
    line = Line("deferred:redemption", "fund:rewards", money.currency, tokens * money.peg)
    return Journal(key, "redemption.lapsed", (line,), refers_to=refers_to, about=about)


def _lines(debit: str, credit: str, pieces: Sequence[tuple[int, int]]) -> list[Line]:
    return [Line(debit, credit, TOKENS, units, lot) for lot, units in pieces]


def _back(hold_id: int, person_id: int, purchased: FromLots, earned: FromLots) -> tuple[Line, ...]:
    return (
        *_lines(hold_purchased(hold_id), person_purchased(person_id), purchased),
        *_lines(hold_earned(hold_id), person_earned(person_id), earned),
    )
