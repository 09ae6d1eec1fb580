"""The ground floor's tables: inbox, events, deliveries, jobs, stored updates."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, text

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("answer", Text, nullable=False),  # the result or the refusal; emptied after 72 h
    Column("handled_at", UtcDateTime, nullable=False),
    Index("ix_inbox_handled_at", "handled_at"),
)

stored_update = Table(
    "stored_update",
    metadata,
    Column("bot", Text, primary_key=True),
    Column("update_id", BigInt, primary_key=True),
    Column("lane", Text, nullable=False),  # whose order it keeps: "person:5", "chat:-100"
    Column("body", Text, nullable=False),  # emptied 72 h after it was handled
    Column("stored_at", UtcDateTime, nullable=False),
    Column("handled_at", UtcDateTime),
    Index("ix_stored_update_handled_at", "bot", "handled_at"),
)

event = Table(
    "event",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("name", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("happened_at", UtcDateTime, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("event_id", BigInt, ForeignKey("event.id"), nullable=False),
    Column("platform", Text, nullable=False),  # telegram | discord
    Column("to_kind", Text, nullable=False),  # person | place
    Column("to_id", BigInt, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("is_repeatable", Integer, nullable=False),  # after a crash in between: send again?
    Column("state", Text, nullable=False),  # due | claimed | sent | held | dead | dropped
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),  # that came to an end
    Column("interruptions", Integer, nullable=False, server_default=text("0")),  # that did not
    Column("claimed_until", UtcDateTime),
    Column("sent_message_id", BigInt),
    Column("last_error", Text, nullable=False),
    Index("ix_delivery_state_due", "platform", "state", "due_at"),
    Index("ix_delivery_event_id", "event_id"),
    Index("ix_delivery_to", "to_kind", "to_id"),
)

follower = Table(
    "follower",
    metadata,
    Column("topic", Text, primary_key=True),  # "person:5", "person:5:course:3"
    Column("to_kind", Text, primary_key=True),
    Column("to_id", BigInt, primary_key=True),
    Column("platform", Text, nullable=False),
    Index("ix_follower_to", "to_kind", "to_id"),
)

job = Table(
    "job",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("name", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False),  # due | leased | done | dead | cancelled
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_token", Text),
    Column("leased_until", UtcDateTime),
    Column("last_error", Text, nullable=False),
    UniqueConstraint("name", "slot"),
    Index("ix_job_state_due_at", "state", "due_at"),
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),  # button_key: the HMAC key of the tokens
    Column("value", Text, nullable=False),
)
