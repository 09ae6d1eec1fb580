"""Snapshots of uncached accounts, the freeze of cash-out, what two administrators decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "ledger_snapshot",
        sa.Column("account_id", _BIG, nullable=False),
        sa.Column("up_to_posting", _BIG, nullable=False),
        sa.Column("balance", _BIG, nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("up_to_posting >= 0", name=op.f("ck_ledger_snapshot_up_to")),
        _refers("ledger_snapshot", "account_id", "ledger_account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_snapshot")),
        sqlite_strict=True,
    )
    op.create_table(
        "cash_out_freeze",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by", _BIG, nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("ck_cash_out_freeze_lifted")
        ),
        _refers("cash_out_freeze", "lifted_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_out_freeze")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_cash_out_freeze_open",
        "cash_out_freeze",
        [sa.text("(lifted_at IS NULL)")],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "ledger_proposal",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("proposed_by", _BIG, nullable=True),
        sa.Column("beneficiary_id", _BIG, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("journal_id", _BIG, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','approved','declined','expired')",
            name=op.f("ck_ledger_proposal_state"),
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (journal_id IS NOT NULL)",
            name=op.f("ck_ledger_proposal_booked"),
        ),
        _refers("ledger_proposal", "proposed_by", "person"),
        _refers("ledger_proposal", "beneficiary_id", "person"),
        _refers("ledger_proposal", "journal_id", "ledger_journal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_proposal")),
        sqlite_strict=True,
    )
    op.create_index("ix_ledger_proposal_state", "ledger_proposal", ["state"])
    op.create_table(
        "ledger_vote",
        sa.Column("proposal_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("voted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('approve','decline')", name=op.f("ck_ledger_vote_decision")
        ),
        _refers("ledger_vote", "proposal_id", "ledger_proposal"),
        _refers("ledger_vote", "person_id", "person"),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_ledger_vote")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    for table in ("ledger_vote", "ledger_proposal", "cash_out_freeze", "ledger_snapshot"):
        op.drop_table(table)
