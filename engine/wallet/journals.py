"""The kinds of journals that are posted today, as pure builders: amounts in, lines out.

Amounts of money are minor units of the settlement currency; token amounts are tokens, and their
money lines are multiplied by the peg.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.wallet.chart import TOKENS, fund_slice, person_earned
from engine.wallet.commands import Journal, Line, Money


def operator_deposited(money: Money, *, key: str, amount: int) -> Journal:
    """The operator's own money comes in."""
    return Journal(
        key, "operator.deposited", (Line("bank", "own:capital", money.currency, amount),)
    )


def fund_added(money: Money, *, key: str, amount: int, fund: str = "fund:rewards") -> Journal:
    return Journal(key, "fund.added", (Line("expense:rewards", fund, money.currency, amount),))


def fund_sliced(money: Money, *, key: str, programme: str, share: str, amount: int) -> Journal:
    """Part of the fund is set aside for one programme's grants of one day."""
    target = fund_slice(programme, share)
    return Journal(key, "fund.sliced", (Line("fund:rewards", target, money.currency, amount),))


def fund_slice_returned(
    money: Money, *, key: str, programme: str, share: str, amount: int
) -> Journal:
    """What a day's slice did not grant goes back to the fund."""
    source = fund_slice(programme, share)
    return Journal(
        key, "fund.slice_returned", (Line(source, "fund:rewards", money.currency, amount),)
    )


def reward_granted(
    money: Money,
    *,
    key: str,
    person_id: int,
    programme: str,
    tokens: int,
    paid_by: str,
    about: dict[str, int | str] | None = None,
) -> Journal:
    """Earned tokens out of the account `paid_by`; the fund's money is committed behind them."""
    return Journal(
        key,
        "reward.granted",
        (
            Line(f"issuance:rewards:{programme}", person_earned(person_id), TOKENS, tokens),
            Line(paid_by, "fund:committed", money.currency, tokens * money.peg),
        ),
        about={"programme": programme, **(about or {})},
    )


def reward_expired(
    money: Money,
    *,
    key: str,
    person_id: int,
    tokens: int,
    back_to: str = "fund:rewards",
    lot: int | None = None,
) -> Journal:
    """Earned tokens that were not used; their money returns to the fund."""
    return rewards_expired(money, key=key, lots=((person_id, tokens, lot, back_to),))


def rewards_expired(
    money: Money, *, key: str, lots: Sequence[tuple[int, int, int | None, str]]
) -> Journal:
    """The same of many at once: `lots` are (person, tokens, lot, the fund it came from)."""
    by_fund: dict[str, int] = {}
    for _, tokens, _, fund in lots:
        by_fund[fund] = by_fund.get(fund, 0) + tokens
    return Journal(
        key,
        "reward.expired",
        (
            *(
                Line(person_earned(person_id), "burn:expiry", TOKENS, tokens, lot)
                for person_id, tokens, lot, _ in lots
            ),
            *(
                Line("fund:committed", fund, money.currency, tokens * money.peg)
                for fund, tokens in by_fund.items()
            ),
        ),
    )
