"""Tokens that are held for something: a booking, a redemption, a seat, a dispute."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, text

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

# A hold leaves `pending` once: posted (all or a part of it was settled), voided or expired.
hold = Table(
    "hold",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("thing", Text, nullable=False),  # what it is held for: session:3, offer:5
    Column("purchased", BigInt, nullable=False),
    Column("earned", BigInt, nullable=False),
    # Of these, what went to whom it was held for; the rest came back. 0 until it is posted.
    Column("settled_purchased", BigInt, nullable=False, server_default=text("0")),
    Column("settled_earned", BigInt, nullable=False, server_default=text("0")),
    Column("state", Text, nullable=False),
    # Empty only inside the transaction that makes it: its accounts carry this row's id.
    Column("journal_id", BigInt, ForeignKey("ledger_journal.id")),
    Column("held_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    CheckConstraint("kind IN ('booking','redemption','seat','dispute')", name="kind"),
    CheckConstraint("state IN ('pending','posted','voided','expired')", name="state"),
    CheckConstraint("purchased >= 0 AND earned >= 0 AND purchased + earned >= 1", name="amount"),
    CheckConstraint("settled_purchased BETWEEN 0 AND purchased", name="settled_purchased"),
    CheckConstraint("settled_earned BETWEEN 0 AND earned", name="settled_earned"),
    CheckConstraint("(state = 'posted') = (settled_purchased + settled_earned > 0)", name="posted"),
    CheckConstraint("(state = 'pending') = (ended_at IS NULL)", name="ended"),
    Index("ix_hold_person_id", "person_id", "state"),
    sqlite_strict=True,
)
hold_lot = Table(
    "hold_lot",
    metadata,
    Column("id", BigInt, primary_key=True),  # in the order in which they were taken
    Column("hold_id", BigInt, ForeignKey("hold.id"), nullable=False),
    Column("lot_id", BigInt, ForeignKey("token_lot.id"), nullable=False),
    Column("bucket", Text, nullable=False),
    Column("amount", BigInt, nullable=False),
    Column("returned", BigInt, nullable=False, server_default=text("0")),
    CheckConstraint("bucket IN ('purchased','earned')", name="bucket"),
    CheckConstraint("amount >= 1", name="amount"),
    CheckConstraint("returned BETWEEN 0 AND amount", name="returned"),
    Index("ix_hold_lot_hold_id", "hold_id"),
    sqlite_strict=True,
)
# What a booking was made with: settling it keeps to that.
booking_terms = Table(
    "booking_terms",
    metadata,
    Column("hold_id", BigInt, ForeignKey("hold.id"), primary_key=True),
    Column("educator_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("fee_bps", Integer, nullable=False),
    CheckConstraint("fee_bps BETWEEN 0 AND 10000", name="fee"),
    Index("ix_booking_terms_educator_id", "educator_id"),
    sqlite_strict=True,
)
