"""What was paid for which achievement, or why not."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

reward = Table(
    "reward",
    metadata,
    Column("key", Text, primary_key=True),  # the ledger's key: "quiz-passed:7:3"
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("kind", Text, nullable=False),  # quiz | streak
    Column("tokens", Integer, nullable=False),
    Column("withheld_reason", Text, nullable=False),  # "" when all was paid
    Column("granted_on", Date, nullable=False),  # the UTC day, for the caps
    Column("granted_at", UtcDateTime, nullable=False),
    Index("ix_reward_person_id", "person_id", "granted_on"),
)
