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
    """`tokens` of what is held are the price that the educator is paid; the rest comes back."""

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
