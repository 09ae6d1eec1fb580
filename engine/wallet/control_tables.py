"""What keeps the ledger in check: snapshots of uncached accounts, the freeze, proposals."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

# What an uncached account held once every posting up to that one was in it. All rows are of the
# same posting: whoever reads several accounts adds one tail to them.
snapshot = Table(
    "ledger_snapshot",
    metadata,
    Column("account_id", BigInt, ForeignKey("ledger_account.id"), primary_key=True),
    Column("up_to_posting", BigInt, nullable=False),
    Column("balance", BigInt, nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    CheckConstraint("up_to_posting >= 0", name="up_to"),
    sqlite_strict=True,
)
# At most one row is open: while it is, nothing is cashed out.
freeze = Table(
    "cash_out_freeze",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("problems", Text, nullable=False),  # a JSON list of what the newest check found
    Column("told", Text, nullable=False),  # a JSON list of the problems that were told already
    Column("frozen_at", UtcDateTime, nullable=False),
    Column("checked_at", UtcDateTime, nullable=False),
    Column("lifted_at", UtcDateTime),
    Column("lifted_by", BigInt, ForeignKey("person.id")),
    CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted"),
    Index(
        "uq_cash_out_freeze_open",
        text("(lifted_at IS NULL)"),
        unique=True,
        sqlite_where=text("lifted_at IS NULL"),
        postgresql_where=text("lifted_at IS NULL"),
    ),
    sqlite_strict=True,
)
proposal = Table(
    "ledger_proposal",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("kind", Text, nullable=False),  # of the journal that it becomes
    Column("payload", Text, nullable=False),  # JSON: codes and numbers
    Column("proposed_by", BigInt, ForeignKey("person.id")),  # empty: the shell
    Column("beneficiary_id", BigInt, ForeignKey("person.id")),
    Column("state", Text, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("journal_id", BigInt, ForeignKey("ledger_journal.id")),
    CheckConstraint("state IN ('waiting','approved','declined','expired')", name="state"),
    # Vouchers that are paid as they are used come without a journal.
    CheckConstraint("state = 'approved' OR journal_id IS NULL", name="booked"),
    Index("ix_ledger_proposal_state", "state"),
    sqlite_strict=True,
)
vote = Table(
    "ledger_vote",
    metadata,
    Column("proposal_id", BigInt, ForeignKey("ledger_proposal.id"), primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("decision", Text, nullable=False),
    Column("voted_at", UtcDateTime, nullable=False),
    CheckConstraint("decision IN ('approve','decline')", name="decision"),
    sqlite_strict=True,
)
