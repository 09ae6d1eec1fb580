"""The quizzes domain's tables: what is asked, and how each attempt went."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, text

from engine.foundation.columns import BigInt, Boolean, Text, UtcDateTime, metadata

quiz = Table(
    "quiz",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("course_id", BigInt, ForeignKey("course.id"), nullable=False),
    Column("lesson_id", BigInt, ForeignKey("lesson.id"), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("pass_mark_percent", Integer, nullable=False),
    Column("origin", Text, nullable=False),  # course: came with it | attached: sent for its lesson
    Column("state", Text, nullable=False),  # active | retired
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_quiz_course_id", "course_id"),
)

item = Table(
    "item",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("quiz_id", BigInt, ForeignKey("quiz.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("content", Text, nullable=False),  # JSON: see courses/items_json.py
    Column("content_hash", Text, nullable=False),
    Column("state", Text, nullable=False),  # active | retired: open attempts may still ask it
    Index("ix_item_quiz_id", "quiz_id"),
)

suggested_item = Table(
    "suggested_item",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("course_id", BigInt, ForeignKey("course.id"), nullable=False),
    Column("lesson_id", BigInt, ForeignKey("lesson.id"), nullable=False),
    Column("content", Text, nullable=False),  # JSON: see courses/items_json.py
    Column("content_hash", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting | added | dropped
    Column("decided_at", UtcDateTime),
    # The next import finds what was decided: nothing is suggested twice.
    UniqueConstraint("lesson_id", "content_hash"),
    Index("ix_suggested_item_course_id", "course_id"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("quiz_id", BigInt, ForeignKey("quiz.id"), nullable=False),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("quiz_version", Integer, nullable=False),
    Column("state", Text, nullable=False),  # open | finished | abandoned
    Column("item_ids", Text, nullable=False),  # a JSON list, in the order asked
    Column("order_seed", BigInt, nullable=False),  # shuffles the options, the same at each look
    Column("points_earned", Integer, nullable=False),
    Column("points_possible", Integer, nullable=False),
    Column("is_passed", Boolean, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("trail", Text),  # JSON, once finished: how it went (see reward_facts.py)
    Index("ix_attempt_quiz_id_person_id", "quiz_id", "person_id"),
    Index("ix_attempt_quiz_id_finished_at", "quiz_id", "finished_at"),
    # Two fast presses of Start open one attempt.
    Index(
        "uq_attempt_open",
        "quiz_id",
        "person_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

# Whoever had the first attempt on a quiz has had it, also when they were erased since.
spent_first_attempt = Table(
    "spent_first_attempt",
    metadata,
    Column("cap_group_id", BigInt, primary_key=True),
    Column("quiz_id", BigInt, ForeignKey("quiz.id"), primary_key=True),
)

response = Table(
    "response",
    metadata,
    Column("attempt_id", BigInt, ForeignKey("attempt.id"), primary_key=True),
    Column("item_id", BigInt, ForeignKey("item.id"), primary_key=True),
    Column("chosen", Text, nullable=False),  # a JSON list of the item's own positions
    Column("is_right", Boolean, nullable=False),
    Column("points_earned", Integer, nullable=False),
    Column("points_possible", Integer, nullable=False),
    Column("responded_at", UtcDateTime, nullable=False),
)
