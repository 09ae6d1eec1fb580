"""How a price is shared out between educator, platform and fund, and how a refund goes back."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_BPS = 10_000
MINIMUM_PRICE = 10  # 15% of 3 would round to no fee
FEE_BPS = 1_500
FEE_RANGE_BPS = (1_000, 2_000)
EARNED_SHARE_PERCENT = 30  # of a price that earned tokens may pay


def share(amount: int, part: int, whole: int) -> int:
    """`amount x part / whole`, rounded half up, in whole numbers; 0 of nothing."""
    return (2 * amount * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True)
class SaleParts:
    """`price` (G in LEDGER.md, section 5) of which `earned` (E) tokens were earned ones; `fee` of
    the whole, `fee_earned` of that part."""

    price: int
    earned: int
    fee: int
    fee_earned: int

    @property
    def purchased(self) -> int:
        return self.price - self.earned

    @property
    def fee_purchased(self) -> int:
        return self.fee - self.fee_earned

    @property
    def net_purchased(self) -> int:
        return self.purchased - self.fee_purchased

    @property
    def net_earned(self) -> int:
        return self.earned - self.fee_earned

    @property
    def net(self) -> int:
        """What the educator gets, however it was paid."""
        return self.price - self.fee


def sale_parts(price: int, earned: int, fee_bps: int) -> SaleParts:
    """Raises ValueError for parts that no price has."""
    if not 0 <= earned <= price or not 0 <= fee_bps <= WHOLE_BPS:
        raise ValueError(f"no such sale: {earned} of {price} at {fee_bps}")
    fee = share(price, fee_bps, WHOLE_BPS)
    return SaleParts(price, earned, fee, share(fee, earned, price))


@dataclass(frozen=True)
class Offer:
    """What a learner would pay: `discount` earned tokens are the educator's own rebate and burn,
    the rest of the earned ones pays a price lowered by them."""

    list_price: int
    discount: int
    parts: SaleParts

    @property
    def earned(self) -> int:
        """Earned tokens in all, as the learner sees them."""
        return self.discount + self.parts.earned

    @property
    def purchased(self) -> int:
        return self.parts.purchased


def offer(list_price: int, *, earned: int, given: int, fee_bps: int, share_percent: int) -> Offer:
    """`earned`: what the learner could give of free earned tokens; `given`: of those that are for
    this very thing (a scholarship), to which no limit applies.

    The fund pays earned shares only up to the fee; what the educator allows beyond it is their own
    discount. (A ring that buys from itself gains cap - fee: at cap = fee it gains nothing.)
    """
    restricted = min(given, list_price)
    free = min(earned, list_price * share_percent // 100, list_price - restricted)
    # The smallest discount with which the fund's part stays within the fee.
    discount = 0
    while free - discount > share(list_price - discount, fee_bps, WHOLE_BPS):
        low = free - discount - share(list_price - discount, fee_bps, WHOLE_BPS)
        discount += max(1, low // 2)
    parts = sale_parts(list_price - discount, restricted + free - discount, fee_bps)
    return Offer(list_price, discount, parts)


@dataclass(frozen=True)
class RefundParts:
    """What goes back of each class: `net_*` from the educator, `fee_*` from the platform."""

    net_purchased: int
    net_earned: int
    fee_purchased: int
    fee_earned: int

    @property
    def purchased(self) -> int:
        return self.net_purchased + self.fee_purchased

    @property
    def earned(self) -> int:
        return self.net_earned + self.fee_earned

    @property
    def net(self) -> int:
        return self.net_purchased + self.net_earned

    @property
    def total(self) -> int:
        return self.purchased + self.earned


def refunded_so_far(parts: SaleParts, back: int) -> RefundParts:
    """In all, once `back` of the price has gone back: each number only grows, and lands exactly."""
    earned = share(parts.earned, back, parts.price)
    purchased = back - earned
    fee_earned = share(parts.fee_earned, earned, parts.earned)
    fee_purchased = share(parts.fee_purchased, purchased, parts.purchased)
    return RefundParts(purchased - fee_purchased, earned - fee_earned, fee_purchased, fee_earned)


def refund_parts(parts: SaleParts, *, before: int, back: int) -> RefundParts:
    """The next `back` of a sale of which `before` went back already. Raises ValueError."""
    if before < 0 or back <= 0 or before + back > parts.price:
        raise ValueError(f"{back} more than {before} of {parts.price}")
    then, now = refunded_so_far(parts, before + back), refunded_so_far(parts, before)
    return RefundParts(
        then.net_purchased - now.net_purchased,
        then.net_earned - now.net_earned,
        then.fee_purchased - now.fee_purchased,
        then.fee_earned - now.fee_earned,
    )
