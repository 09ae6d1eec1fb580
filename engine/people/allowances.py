"""How often a person may do a kind of act: a bucket of uses that refills steadily."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowance:
    """At most `burst` uses at once; one more comes back every `refill_seconds`."""

    burst: int
    refill_seconds: float


ALLOWANCES: dict[str, Allowance] = {
    "command": Allowance(burst=60, refill_seconds=0.5),
    "import": Allowance(burst=10, refill_seconds=120),
    "apply": Allowance(burst=5, refill_seconds=3600),
    "link": Allowance(burst=5, refill_seconds=720),
    "redeem": Allowance(burst=5, refill_seconds=720),
    "export": Allowance(burst=3, refill_seconds=8 * 3600),
    "payout": Allowance(burst=3, refill_seconds=8 * 3600),
}

_MILLIS = 1_000


@dataclass(frozen=True)
class Used:
    """What is left, in thousandths; `retry_after_seconds` is over 0 when there was no use left."""

    left_millis: int
    retry_after_seconds: int


def use(allowance: Allowance, *, left_millis: int | None, passed_seconds: float) -> Used:
    """One use of a bucket that held `left_millis` `passed_seconds` ago (None: a full one)."""
    full = allowance.burst * _MILLIS
    refilled = int(max(0.0, passed_seconds) / allowance.refill_seconds * _MILLIS)
    held = full if left_millis is None else min(full, left_millis + refilled)
    if held >= _MILLIS:
        return Used(held - _MILLIS, 0)
    missing_seconds = (_MILLIS - held) / _MILLIS * allowance.refill_seconds
    return Used(held, int(missing_seconds) + 1)
