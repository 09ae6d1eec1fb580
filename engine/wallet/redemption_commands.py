"""What redeeming is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from engine.wallet.vouchers_csv import VoucherRow


@dataclass(frozen=True)
class ImportVouchers:
    """`is_prepaid`: the partner was paid for all of them; else each is owed once it is used."""

    by_person_id: int
    is_prepaid: bool
    rows: tuple[VoucherRow, ...]


@dataclass(frozen=True)
class RedeemVoucher:
    """`number`: what `Catalogue.redeemed` was when the person was shown the offer: a second press
    finds what the first one took."""

    person_id: int
    offer_id: int
    number: int


@dataclass(frozen=True)
class EndRedemption:
    person_id: int
    redemption_id: int


@dataclass(frozen=True)
class Redeeming:
    """`state`: held | confirmed | voided | lapsed. The code itself is asked for apart: answers are
    kept, and it must not be."""

    redemption_id: int
    state: str
    is_new: bool


@dataclass(frozen=True)
class VoucherOffer:
    offer_id: int
    partner: str
    title: str
    price: int
    valid_until: datetime
    in_stock: int


@dataclass(frozen=True)
class GivenLot:
    """Tokens that a person may use for one thing alone."""

    thing: str
    tokens: int
    use_by: datetime


@dataclass(frozen=True)
class Catalogue:
    """`earned`: what can be used now; `waiting` is not vested yet. `left_this_month`: under the
    cap for vouchers. `redeemed`: the newest of their redemptions, 0 for none."""

    earned: int
    waiting: int
    has_paid: bool
    cap: int
    left_this_month: int
    redeemed: int
    offers: tuple[VoucherOffer, ...]
    given: tuple[GivenLot, ...]


@dataclass(frozen=True)
class RedeemedQuery:
    """`redemption_id` None: all, the newest first."""

    person_id: int
    redemption_id: int | None = None


@dataclass(frozen=True)
class Redeemed:
    """`code`: "" unless it was confirmed, and once the person is erased."""

    redemption_id: int
    partner: str
    title: str
    tokens: int
    state: str
    made_at: datetime
    valid_until: datetime
    code: str = field(repr=False)
