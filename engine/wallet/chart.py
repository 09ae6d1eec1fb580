"""The chart of accounts: which codes exist, and of what asset, kind, side and floor they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

TOKENS = "TOK"
STARS = "XTR"
_SETTLEMENT = "settlement"  # stands for the deployment's one currency
_ID = "[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True)
class AccountRule:
    """What every account of one shape is. `name` is the shape ("person:*:earned").

    `normal_side` 1: a debit raises the balance. `floor` None: may be negative, and no balance is
    cached (one hot row would hold up everyone).
    """

    name: str
    asset: str
    kind: str
    normal_side: int
    floor: int | None

    @property
    def short_name(self) -> str:
        """Without whose it is, as refusals tell it ("person:earned")."""
        return self.name.replace(":*", "")

    @property
    def is_cached(self) -> bool:
        return self.floor is not None

    @property
    def own_asset(self) -> str | None:
        """None: whatever the settlement currency is."""
        return None if self.asset == _SETTLEMENT else self.asset

    def asset_in(self, currency: str) -> str:
        return currency if self.asset == _SETTLEMENT else self.asset


class UnknownAccount(ValueError):
    """A code that the chart does not hold: a fault of ours, never a person's."""


@lru_cache(maxsize=4096)
def rule_of(code: str) -> AccountRule:
    """Raises UnknownAccount."""
    for pattern, rule in _RULES:
        if pattern.fullmatch(code):
            return rule
    raise UnknownAccount(f"the chart of accounts has no place for {code!r}")


def rule_named(short_name: str) -> AccountRule:
    """Raises UnknownAccount."""
    for _, rule in _RULES:
        if rule.short_name == short_name:
            return rule
    raise UnknownAccount(f"the chart of accounts has no {short_name!r}")


def person_purchased(person_id: int) -> str:
    return f"person:{person_id}:purchased"


def person_earned(person_id: int) -> str:
    return f"person:{person_id}:earned"


def hold_purchased(hold_id: int) -> str:
    return f"hold:{hold_id}:purchased"


def hold_earned(hold_id: int) -> str:
    return f"hold:{hold_id}:earned"


def prepaid_vouchers(partner: str) -> str:
    return f"prepaid:vouchers:{partner}"


def voucher_payable(partner: str) -> str:
    return f"voucher_payable:{partner}"


def educator_pending(person_id: int) -> str:
    return f"educator:{person_id}:pending"


def educator_available(person_id: int) -> str:
    return f"educator:{person_id}:available"


def educator_reserve(person_id: int) -> str:
    return f"educator:{person_id}:reserve"


def receivable_educator(person_id: int) -> str:
    return f"receivable:educator:{person_id}"


def educator_debt(person_id: int) -> str:
    return f"educator:{person_id}:debt"


def fund_slice(programme: str, share: str) -> str:
    """`share`: a day, or one of its stripes (`stripe_of`)."""
    return f"fund:slice:{programme}:{share}"


def stripe_of(day: str, stripe: int) -> str:
    """The first has the day's own name: where one is enough, no other is ever there."""
    return f"{day}:{stripe}" if stripe else day


def _rules() -> tuple[tuple[re.Pattern[str], AccountRule], ...]:
    sides = {"asset": 1, "expense": 1, "liability": -1, "equity": -1, "revenue": -1}
    made = []
    for asset, kind, floor, names in _CHART:
        for name in names.split():
            side = 1 if name.startswith("issuance:") else sides[kind]
            pattern = re.escape(name).replace(r"\*", _ID)
            made.append((re.compile(pattern), AccountRule(name, asset, kind, side, floor)))
    return tuple(made)


_CHART: tuple[tuple[str, str, int | None, str], ...] = (
    (
        TOKENS,
        "liability",
        0,
        "person:*:purchased person:*:earned organization:*:pool hold:*:purchased hold:*:earned "
        "educator:*:pending educator:*:available educator:*:reserve",
    ),
    (TOKENS, "asset", 0, "educator:*:debt"),
    (
        TOKENS,
        "equity",
        None,
        "issuance:purchased issuance:rewards:* burn:fee burn:payout burn:redemption burn:expiry "
        "burn:refund burn:dispute burn:tax burn:written_off",
    ),
    (STARS, "asset", 0, "stars:pending stars:available"),
    (STARS, "equity", None, "exchange:XTR"),
    (
        _SETTLEMENT,
        "asset",
        None,
        "exchange:USD stripe:pending stripe:available stripe:dispute_withheld bank suspense",
    ),
    (
        _SETTLEMENT,
        "asset",
        0,
        "receivable:educator:* receivable:organization:* prepaid:vouchers:*",
    ),
    (
        _SETTLEMENT,
        "liability",
        None,
        "backing:purchased backing:earnings fund:committed fund:maturing deferred:platform_fee "
        "deferred:subscription deferred:certification deferred:organization deferred:redemption "
        "deferred:placement tax_payable",
    ),
    (
        _SETTLEMENT,
        "liability",
        0,
        "fund:rewards fund:slice:*:* fund:slice:*:*:* fund:scholarship fund:campaign:* "
        "payable:educator:* payout_in_flight:* refund_payable:* voucher_payable:*",
    ),
    (_SETTLEMENT, "equity", None, "own:capital"),
    (
        _SETTLEMENT,
        "revenue",
        None,
        "revenue:platform_fee revenue:token_margin revenue:subscription revenue:certification "
        "revenue:sponsorship revenue:organization",
    ),
    (
        _SETTLEMENT,
        "expense",
        None,
        "expense:processing expense:rewards expense:chargeback expense:bad_debt expense:goodwill "
        "expense:fx",
    ),
)
_RULES = _rules()
