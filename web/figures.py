"""What only the bots know of themselves, as a monitor reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RateLimitWaits:
    """How often, and how long in all, a platform's rates were waited for."""

    count: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Figures:
    """As of now, since the program began. `updates` are Telegram's by outcome, `waits` by platform,
    `reports` what became of deliveries, by platform and outcome."""

    updates: Mapping[str, int] = field(default_factory=dict)
    updates_at_telegram: int = 0
    waits: Mapping[str, RateLimitWaits] = field(default_factory=dict)
    reports: Mapping[tuple[str, str], int] = field(default_factory=dict)
