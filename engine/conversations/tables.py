"""The conversations' tables: open forms, polls sent, and what adapters remember of themselves."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

draft = Table(
    "draft",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("place_key", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("field_values", Text, nullable=False),  # a JSON object
    Column("arguments", Text, nullable=False),  # a JSON object
    Column("updated_at", UtcDateTime, nullable=False),
)

poll_reference = Table(
    "poll_reference",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("poll_id", Text, primary_key=True),
    Column("token", Text, nullable=False),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("chat_id", BigInt, nullable=False),
    Column("message_id", BigInt, nullable=False),
    Column("bound_at", UtcDateTime, nullable=False),
    Index("ix_poll_reference_person_id", "person_id"),
)

parked_answer = Table(
    "parked_answer",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("poll_id", Text, primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("options", Text, nullable=False),  # a JSON list of positions
    Column("parked_at", UtcDateTime, nullable=False),
)

remembered = Table(
    "remembered",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
