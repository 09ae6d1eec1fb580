"""The journals of a sale's life as pure builders: amounts and lots in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.wallet.chart import (
    TOKENS,
    educator_available,
    educator_debt,
    educator_pending,
    educator_reserve,
    person_earned,
    person_purchased,
    receivable_educator,
)
from engine.wallet.commands import Journal, Line, Money
from engine.wallet.sale_parts import RefundParts, SaleParts

# What a lot gives or gets back: (lot, tokens).
FromLots = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Parties:
    buyer_id: int
    educator_id: int


@dataclass(frozen=True)
class Sources:
    """What the educator's net of a refund is taken from, in this order."""

    pending: int = 0
    available: int = 0
    reserve: int = 0
    debt: int = 0


@dataclass(frozen=True)
class Maturing:
    """Of one order's remaining net; the fees are those not given back yet."""

    debt: int
    reserve: int
    available: int
    fee_purchased: int
    fee_earned: int
    to_fund: int  # minor units of money


def course_purchased(
    money: Money,
    parties: Parties,
    parts: SaleParts,
    *,
    key: str,
    purchased: FromLots,
    earned: FromLots,
    about: dict[str, int | str],
) -> Journal:
    """The net waits as pending, the fee and the fund's share wait for maturity."""
    pending = educator_pending(parties.educator_id)
    bought, rewarded = person_purchased(parties.buyer_id), person_earned(parties.buyer_id)
    of_bought = dealt((parts.net_purchased, parts.fee_purchased), purchased)
    of_rewarded = dealt((parts.net_earned, parts.fee_earned), earned)
    tokens = (
        *(Line(bought, pending, TOKENS, units, lot) for lot, units in of_bought[0]),
        *(Line(rewarded, pending, TOKENS, units, lot) for lot, units in of_rewarded[0]),
        *(Line(bought, "burn:fee", TOKENS, units, lot) for lot, units in of_bought[1]),
        *(Line(rewarded, "burn:fee", TOKENS, units, lot) for lot, units in of_rewarded[1]),
    )
    behind = (
        ("backing:purchased", "backing:earnings", parts.net_purchased),
        ("fund:committed", "backing:earnings", parts.net_earned),
        ("backing:purchased", "deferred:platform_fee", parts.fee_purchased),
        ("fund:committed", "fund:maturing", parts.fee_earned),
    )
    return Journal(key, "course.purchased", (*tokens, *mirrored(money, behind)), about=about)


def discount_burned(
    money: Money, buyer_id: int, *, key: str, taken: FromLots, about: dict[str, int | str]
) -> Journal:
    """Earned tokens that lower the price: the educator's own rebate."""
    account = person_earned(buyer_id)
    total = sum(units for _, units in taken)
    lines = (
        *(Line(account, "burn:redemption", TOKENS, units, lot) for lot, units in taken),
        Line("fund:committed", "fund:rewards", money.currency, total * money.peg),
    )
    return Journal(key, "discount.burned", lines, about=about)


def discount_returned(
    money: Money,
    buyer_id: int,
    *,
    key: str,
    back: FromLots,
    paid_by: str,
    about: dict[str, int | str],
) -> Journal:
    """The same tokens again where that journal cannot be reversed. `paid_by`: the fund, or the
    operator ("expense:goodwill") where the fund has spent their money."""
    account = person_earned(buyer_id)
    total = sum(units for _, units in back)
    lines = (
        *(Line("burn:redemption", account, TOKENS, units, lot) for lot, units in back),
        Line(paid_by, "fund:committed", money.currency, total * money.peg),
    )
    return Journal(key, "discount.returned", lines, about=about)


def purchase_refunded(
    money: Money,
    parties: Parties,
    back: RefundParts,
    sources: Sources,
    *,
    is_matured: bool,
    key: str,
    refers_to: int,
    purchased: FromLots,
    earned: FromLots,
    about: dict[str, int | str],
) -> Journal:
    """Before maturity out of the order's own pending and what waits; afterwards out of what the
    educator has, then their reserve, then as a debt, and out of the platform's own."""
    educator = parties.educator_id
    taken_from = (
        (educator_pending(educator), "backing:earnings", sources.pending),
        (educator_available(educator), "backing:earnings", sources.available),
        (educator_reserve(educator), "backing:earnings", sources.reserve),
        (educator_debt(educator), receivable_educator(educator), sources.debt),
    )
    lots = (
        dealt((back.net_purchased, back.fee_purchased), purchased),
        dealt((back.net_earned, back.fee_earned), earned),
    )
    accounts = person_purchased(parties.buyer_id), person_earned(parties.buyer_id)
    behind = "backing:purchased", "fund:committed"
    fees = (
        ("revenue:platform_fee", "expense:goodwill")
        if is_matured
        else ("deferred:platform_fee", "fund:maturing")
    )
    lines: list[Line] = []
    nets = dealt(
        (back.net_purchased, back.net_earned),
        [(number, units) for number, (_, _, units) in enumerate(taken_from)],
    )
    for of_class in (0, 1):
        from_lots = dealt([units for _, units in nets[of_class]], lots[of_class][0])
        for (number, units), pieces in zip(nets[of_class], from_lots, strict=True):
            source, backing, _ = taken_from[number]
            lines += _back(source, accounts[of_class], pieces)
            lines.append(Line(backing, behind[of_class], money.currency, units * money.peg))
    for of_class in (0, 1):
        pieces = lots[of_class][1]
        units = sum(part for _, part in pieces)
        lines += _back("burn:fee", accounts[of_class], pieces)
        lines.append(Line(fees[of_class], behind[of_class], money.currency, units * money.peg))
    return Journal(key, "purchase.refunded", tuple(lines), refers_to=refers_to, about=about)


def earning_matured(
    money: Money,
    educator_id: int,
    maturing: Maturing,
    *,
    key: str,
    refers_to: int,
    about: dict[str, int | str],
) -> Journal:
    """What an educator owes is paid first, a new one's reserve is kept back, the fees are earned
    and feed the rewards fund."""
    pending = educator_pending(educator_id)
    peg = money.peg
    lines = (
        Line(pending, educator_debt(educator_id), TOKENS, maturing.debt),
        Line(
            "backing:earnings",
            receivable_educator(educator_id),
            money.currency,
            maturing.debt * peg,
        ),
        Line(pending, educator_reserve(educator_id), TOKENS, maturing.reserve),
        Line(pending, educator_available(educator_id), TOKENS, maturing.available),
        Line(
            "deferred:platform_fee",
            "revenue:platform_fee",
            money.currency,
            maturing.fee_purchased * peg,
        ),
        Line("expense:rewards", "fund:rewards", money.currency, maturing.to_fund),
        Line("fund:maturing", "fund:rewards", money.currency, maturing.fee_earned * peg),
    )
    return Journal(key, "earning.matured", lines, refers_to=refers_to, about=about)


def reserve_released(
    educator_id: int, *, key: str, tokens: int, about: dict[str, int | str]
) -> Journal:
    reserve, available = educator_reserve(educator_id), educator_available(educator_id)
    return Journal(
        key, "reserve.released", (Line(reserve, available, TOKENS, tokens),), about=about
    )


def _back(source: str, account: str, pieces: FromLots) -> list[Line]:
    return [Line(source, account, TOKENS, units, lot) for lot, units in pieces]


def mirrored(money: Money, behind: Iterable[tuple[str, str, int]]) -> list[Line]:
    return [
        Line(debit, credit, money.currency, units * money.peg) for debit, credit, units in behind
    ]


def dealt(amounts: Sequence[int], pieces: FromLots) -> list[list[tuple[int, int]]]:
    """The pieces, in their order, split so that the first amount is filled first, then the next."""
    left = [list(piece) for piece in pieces]
    dealt: list[list[tuple[int, int]]] = []
    for amount in amounts:
        part: list[tuple[int, int]] = []
        for piece in left:
            units = min(amount, piece[1])
            if units:
                part.append((piece[0], units))
                piece[1] -= units
                amount -= units
        if amount:
            raise ValueError(f"{amount} tokens are in none of these lots")
        dealt.append(part)
    return dealt
