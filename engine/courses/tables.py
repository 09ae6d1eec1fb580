"""The courses domain's tables: content, and how far each learner is in it."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from engine.foundation.columns import BigInt, Boolean, Text, UtcDateTime, metadata

course = Table(
    "course",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("owner_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("authors", Text, nullable=False),  # a JSON list
    Column("tags", Text, nullable=False),  # a JSON list
    Column("price_tokens", Integer, nullable=False),
    Column("state", Text, nullable=False),  # draft | published | retired
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_course_owner_id", "owner_id"),
    Index("ix_course_state", "state"),
)

module = Table(
    "module",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("course_id", BigInt, ForeignKey("course.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    UniqueConstraint("course_id", "position"),
)

lesson = Table(
    "lesson",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("course_id", BigInt, ForeignKey("course.id"), nullable=False),
    Column("module_id", BigInt, ForeignKey("module.id")),  # a retired lesson has none
    Column("key", Text, nullable=False),  # the same across imports
    Column("position", Integer, nullable=False),  # within the course, from 0
    Column("title", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("pages", Text, nullable=False),  # JSON: see content_json.py
    Column("pages_count", Integer, nullable=False),
    Column("has_quiz", Boolean, nullable=False),
    Column("state", Text, nullable=False),  # active | retired
    UniqueConstraint("course_id", "key"),
)

challenge = Table(
    "challenge",
    metadata,
    Column("lesson_id", BigInt, ForeignKey("lesson.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("content_hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

enrollment = Table(
    "enrollment",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("course_id", BigInt, ForeignKey("course.id"), primary_key=True),
    Column("state", Text, nullable=False),  # active | completed | withdrawn
    Column("lesson_id", BigInt, ForeignKey("lesson.id")),  # where they are
    Column("page", Integer, nullable=False),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Column("completed_at", UtcDateTime),
    Index("ix_enrollment_course_id", "course_id"),
)

lesson_progress = Table(
    "lesson_progress",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("lesson_id", BigInt, ForeignKey("lesson.id"), primary_key=True),
    Column("page", Integer, nullable=False),
    Column("done_at", UtcDateTime),
    Index("ix_lesson_progress_lesson_id", "lesson_id"),
)

challenge_check = Table(
    "challenge_check",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("lesson_id", BigInt, ForeignKey("lesson.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("had_it", Boolean, nullable=False),
    Column("checked_at", UtcDateTime, nullable=False),
)
