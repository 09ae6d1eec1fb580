"""What was paid for which achievement, or why not; what a cap group has earned; what waits for a
look; what programmes pay and who changed that."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, text

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

reward = Table(
    "reward",
    metadata,
    Column("key", Text, primary_key=True),  # the ledger's key: "quiz-passed:7:3"
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("kind", Text, nullable=False),  # the programme: quiz | streak
    Column("tokens", Integer, nullable=False),
    Column("withheld_reason", Text, nullable=False),  # "" when all was paid
    Column("granted_on", Date, nullable=False),  # the UTC day, for the caps
    Column("granted_at", UtcDateTime, nullable=False),
    Column("parts", Text, nullable=False, server_default=text("''")),  # "passed all_right", "7"
    # Tokens, before any cap.
    Column("worth", Integer, nullable=False, server_default=text("0")),
    Index("ix_reward_person_id", "person_id", "granted_on"),
    Index("ix_reward_granted_on", "granted_on"),
)

# What all who count as one have earned. Tells no name, and stays when they are erased.
cap_earned = Table(
    "cap_earned",
    metadata,
    Column("cap_group_id", BigInt, primary_key=True),
    Column("today_on", Date, nullable=False),
    Column("today", BigInt, nullable=False),  # on that UTC day, under the daily cap
    Column("month_on", Date, nullable=False),
    Column("this_month", BigInt, nullable=False),
    Column("in_all", BigInt, nullable=False),
)

held_reward = Table(
    "held_reward",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # the reward's
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("programme", Text, nullable=False),
    Column("parts", Text, nullable=False),
    Column("about", Text, nullable=False),  # JSON
    Column("wanted", Integer, nullable=False),  # tokens, as it was worth when it was held
    Column("reason", Text, nullable=False),  # an anomaly's name
    Column("evidence", Text, nullable=False),  # JSON: numbers for its sentence
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),  # why it was declined
    Column("held_at", UtcDateTime, nullable=False),
    Column("decided_by", BigInt, ForeignKey("person.id")),
    Column("decided_at", UtcDateTime),
    CheckConstraint("state IN ('held','paid','declined')", name="state"),
    Index("ix_held_reward_person_id", "person_id"),
    Index("ix_held_reward_state", "state"),
)

# Only what an administrator has changed; the rest is policy.py's.
programme = Table(
    "programme",
    metadata,
    Column("name", Text, primary_key=True),  # quiz | streak | caps
    Column("terms", Text, nullable=False),  # JSON: whole numbers by setting
)

programme_change = Table(
    "programme_change",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("programme", Text, nullable=False),
    Column("setting", Text, nullable=False),
    Column("old_value", Integer, nullable=False),
    Column("new_value", Integer, nullable=False),
    Column("changed_by", BigInt, ForeignKey("person.id")),  # empty: the shell
    Column("changed_at", UtcDateTime, nullable=False),
)
