"""What happened to rewards."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.registry import event


@event("rewards.held")
@dataclass(frozen=True)
class RewardHeld:
    """To every administrator: one waits for a look."""

    held_id: int


@event("rewards.decided")
@dataclass(frozen=True)
class HeldRewardDecided:
    """To whose reward it is."""

    held_id: int
