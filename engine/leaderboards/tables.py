"""The boards' tables: what each achievement brought, and the sums per board."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table

from engine.foundation.columns import BigInt, Text, metadata

points_award = Table(
    "points_award",
    metadata,
    Column("key", Text, primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("points", Integer, nullable=False),
    Column("awarded_on", Date, nullable=False),
    Index("ix_points_award_person_id", "person_id"),
)

board_score = Table(
    "board_score",
    metadata,
    Column("board", Text, primary_key=True),  # day | week | all
    Column("starts_on", Date, primary_key=True),  # the day, the week's Monday, or ALL_TIME
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("points", BigInt, nullable=False),
    Index("ix_board_score_points", "board", "starts_on", "points"),
    Index("ix_board_score_person_id", "person_id"),
)
