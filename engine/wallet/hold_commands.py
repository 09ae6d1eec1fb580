"""What holding tokens is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.wallet.sale_parts import FEE_BPS


@dataclass(frozen=True)
class HoldTokens:
    """Once per key. `kind`: redemption | booking. `thing`: what it is for ("session:3"). At
    `expires_at` the tokens come back unless it has ended by then."""

    key: str
    kind: str
    person_id: int
    thing: str
    expires_at: datetime
    purchased: int = 0
    earned: int = 0


@dataclass(frozen=True)
class HoldBooking:
    """A place in somebody's class, once per key. What of `price` is earned and what purchased
    follows from the learner's tokens and the educator's limit of that moment (`booking_offer`)."""

    key: str
    person_id: int
    educator_id: int
    thing: str
    price: int
    expires_at: datetime
    fee_bps: int = FEE_BPS


@dataclass(frozen=True)
class Booked:
    """`limited`: why fewer earned tokens were taken than a class allows, or ""; of a booking that
    was made before it is not asked again."""

    hold_id: int
    purchased: int
    earned: int
    limited: str
    is_new: bool


@dataclass(frozen=True)
class Held:
    """`is_new` is False when the same key with the same request was held before."""

    hold_id: int
    is_new: bool


@dataclass(frozen=True)
class VoidHold:
    """`by_educator`: they cancelled, so what would be past its expiry gets 72 hours, once."""

    hold_id: int
    by_educator: bool = False


@dataclass(frozen=True)
class SettleBooking:
    """`tokens` of what is held are the price that the educator is paid; the rest comes back.
    `fee_bps`: the one it was booked with, up to which the fund pays for earned tokens."""

    hold_id: int
    educator_id: int
    tokens: int
    fee_bps: int = FEE_BPS


@dataclass(frozen=True)
class HoldFacts:
    """`state`: pending | posted | voided | expired. `settled`: of `tokens`, what did not come
    back."""

    hold_id: int
    kind: str
    person_id: int
    thing: str
    tokens: int
    settled: int
    state: str
    expires_at: datetime

    @property
    def is_part_settled(self) -> bool:
        return self.state == "posted" and self.settled < self.tokens
