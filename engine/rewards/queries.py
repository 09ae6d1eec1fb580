"""The rewards' questions."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.tx import ReadTx
from engine.rewards import statements


@dataclass(frozen=True)
class RewardKept:
    """`withheld_reason`: what cut it (daily_cap, fund_empty …), "" when all was paid. `worth`:
    tokens, before any cap."""

    tokens: int
    withheld_reason: str
    worth: int


def reward_of(tx: ReadTx, key: str) -> RewardKept | None:
    """What became of the achievement with this ledger key."""
    row = tx.one(statements.FIND_REWARD, of_key=key)
    return RewardKept(row.tokens, row.withheld_reason, row.worth) if row else None
