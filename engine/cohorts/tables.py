"""The cohorts domain's tables: who learns together, and where their groups are."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, text

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

cohort = Table(
    "cohort",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("course_id", BigInt, ForeignKey("course.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),  # open | closed
    Column("opened_by", BigInt, ForeignKey("person.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    # 0: it comes with the course. Else what a membership costs, the course included.
    Column("price_tokens", BigInt, nullable=False, server_default=text("0")),
    Index("ix_cohort_course_id", "course_id"),
)

membership = Table(
    "membership",
    metadata,
    Column("cohort_id", BigInt, ForeignKey("cohort.id"), primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("state", Text, nullable=False),  # active | left
    Column("joined_at", UtcDateTime, nullable=False),
    Index("ix_membership_person_id", "person_id"),
)

place = Table(
    "place",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("cohort_id", BigInt, ForeignKey("cohort.id"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("chat_id", BigInt, nullable=False),
    Column("thread_id", BigInt, nullable=False),  # 0: the chat itself
    Column("guild_id", BigInt, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),  # active | lost | unlinked
    Column("missing_rights", Text, nullable=False),  # a JSON list of codes
    Column("linked_by", BigInt, ForeignKey("person.id"), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "chat_id", "thread_id"),
    Index("ix_place_cohort_id", "cohort_id"),
)
