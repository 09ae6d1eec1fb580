"""The streaks' tables: each local day with activity, and the streak as it stands."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, Table

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

streak_day = Table(
    "streak_day",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("day", Date, primary_key=True),  # the local date, cut off at 03:00; never recomputed
    Column("zone", Text, nullable=False),  # where that was
    Column("kind", Text, nullable=False),  # the day's first activity, or "freeze"
    Column("activities", Integer, nullable=False),  # 0: a freeze protects the day
    Column("first_at", UtcDateTime, nullable=False),
)

streak = Table(
    "streak",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("days", Integer, nullable=False),
    Column("best", Integer, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("last_zone", Text, nullable=False),
    Column("freezes", Integer, nullable=False),
    # The nudge that holds; a job for another moment was overtaken and does nothing.
    Column("nudge_at", UtcDateTime),
    Column("nudged_on", Date),
    Column("unanswered", Integer, nullable=False),
    CheckConstraint("freezes IN (0,1)", name="freezes"),
    CheckConstraint("days >= 1 AND best >= days", name="days"),
)
