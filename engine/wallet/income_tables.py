"""Educators whose income came mostly from one cap group: what administrators look at."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

# A group's number is its first member's id: what the number is by now, once groups were united,
# that person's row tells. Open (waiting or kept) is one at most of an educator and a group.
income_review = Table(
    "income_review",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("educator_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("cap_group_id", BigInt, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    # When it was opened, of the days looked back on: the group's sales, what was kept of them,
    # and what was kept of everybody's.
    Column("sales", BigInt, nullable=False),
    Column("tokens", BigInt, nullable=False),
    Column("of_tokens", BigInt, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", BigInt, ForeignKey("person.id")),  # empty: it ended with the educator
    Column("decided_at", UtcDateTime),
    CheckConstraint("state IN ('waiting','released','kept')", name="state"),
    CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
    CheckConstraint("state <> 'waiting' OR decided_by IS NULL", name="decided_by"),
    CheckConstraint("sales >= 1", name="sales"),
    CheckConstraint("tokens <= of_tokens AND 2 * tokens > of_tokens", name="most"),
    Index("ix_income_review_educator_id", "educator_id", "state"),
    Index("ix_income_review_state", "state"),
    sqlite_strict=True,
)
