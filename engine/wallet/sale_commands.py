"""What selling is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.wallet.lots import NOTHING_ELSE, Also
from engine.wallet.sale_parts import EARNED_SHARE_PERCENT, FEE_BPS, Offer, SaleParts


@dataclass(frozen=True)
class Sell:
    """Once per key. `thing`: "course:5"; `share_percent`: how much of the price earned tokens may
    pay (the fund's part of it never more than the fee, the rest is the educator's discount);
    `includes`: another thing that comes along, or ""; `also`: what lots may be for as well."""

    key: str
    buyer_id: int
    educator_id: int
    thing: str
    list_price: int
    fee_bps: int = FEE_BPS
    share_percent: int = EARNED_SHARE_PERCENT
    includes: str = ""
    also: Also = NOTHING_ELSE


@dataclass(frozen=True)
class Sold:
    """`is_new` is False when the same key with the same request was sold before."""

    sale_id: int
    offer: Offer
    matures_at: datetime
    is_new: bool


@dataclass(frozen=True)
class RefundSale:
    """So many tokens of the price go back, once per key."""

    key: str
    sale_id: int
    tokens: int


@dataclass(frozen=True)
class Refunded:
    """`discount`: the burned ones, which come back with the last of the price."""

    sale_id: int
    earned: int
    purchased: int
    discount: int
    is_whole: bool
    is_new: bool


@dataclass(frozen=True)
class Quote:
    """What a thing would cost its buyer. Asked with the same words as it is sold with. `granted`:
    tokens for this thing alone that a code would bring with the purchase; `also`: what lots may be
    for as well."""

    buyer_id: int
    educator_id: int
    thing: str
    list_price: int
    fee_bps: int = FEE_BPS
    share_percent: int = EARNED_SHARE_PERCENT
    granted: int = 0
    also: Also = NOTHING_ELSE


@dataclass(frozen=True)
class Quoted:
    """`purchased` is what the buyer has of those; `waiting` earned tokens are not vested yet.
    `limited`: why fewer earned tokens are taken than the price allows (income_limits.py), or ""."""

    offer: Offer
    purchased: int
    waiting: int
    limited: str = ""

    @property
    def missing(self) -> int:
        return max(0, self.offer.purchased - self.purchased)


@dataclass(frozen=True)
class SaleFacts:
    """`left`: what of the price has not gone back. `state`: pending | matured | refunded."""

    sale_id: int
    thing: str
    buyer_id: int
    educator_id: int
    discount: int
    parts: SaleParts
    left: int
    state: str
    sold_at: datetime
    matures_at: datetime


@dataclass(frozen=True)
class EarningsQuery:
    person_id: int


@dataclass(frozen=True)
class PendingOrder:
    """`net`: what is left of it for the educator. `is_held`: it waits for an administrator's look,
    whatever its day."""

    thing: str
    net: int
    matures_at: datetime
    is_held: bool = False


@dataclass(frozen=True)
class Reserved:
    tokens: int
    until: datetime


@dataclass(frozen=True)
class Earnings:
    """In tokens. `this_month`: the net of what was sold in this month (UTC) and kept; `orders`,
    `reserves`: soonest first."""

    pending: int
    available: int
    reserve: int
    debt: int
    this_month: int
    orders: tuple[PendingOrder, ...]
    reserves: tuple[Reserved, ...]
