"""Holds, vouchers, redemptions, discount codes; proposals that come without a journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "sale_quiet",
    "redemption", "voucher", "hold_lot", "discount_use", "voucher_import", "hold", "discount_code",
    "voucher_offer",
)  # fmt: skip


def _proposals(booked: str) -> None:
    """Another rule for which proposals have a journal."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_ledger_proposal_booked"), "ledger_proposal")
        op.create_check_constraint(op.f("ck_ledger_proposal_booked"), "ledger_proposal", booked)
        return
    # SQLite changes a rule by making the table anew; its own rebuilding would lose the other one.
    op.create_table(
        "new_proposal",
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
        sa.CheckConstraint(booked, name=op.f("ck_ledger_proposal_booked")),
        _refers("ledger_proposal", "proposed_by", "person"),
        _refers("ledger_proposal", "beneficiary_id", "person"),
        _refers("ledger_proposal", "journal_id", "ledger_journal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_proposal")),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO new_proposal SELECT * FROM ledger_proposal")
    op.execute("DROP TABLE ledger_proposal")
    op.execute("ALTER TABLE new_proposal RENAME TO ledger_proposal")
    op.create_index("ix_ledger_proposal_state", "ledger_proposal", ["state"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "voucher_offer",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cost", _BIG, nullable=False),
        sa.Column("price", _BIG, nullable=False),
        sa.Column("is_prepaid", sa.Integer(), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=False),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_voucher_offer_cost")),
        sa.CheckConstraint("is_prepaid IN (0,1)", name=op.f("ck_voucher_offer_is_prepaid")),
        sa.CheckConstraint("price >= 1", name=op.f("ck_voucher_offer_price")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_offer")),
        sa.UniqueConstraint(
            "partner",
            "title",
            "cost",
            "price",
            "is_prepaid",
            "valid_until",
            name=op.f("uq_voucher_offer_same"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "discount_code",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("made_by", _BIG, nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("tokens", _BIG, nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=False),
        sa.Column("most_each", sa.Integer(), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("fund <> '' OR thing <> ''", name=op.f("ck_discount_code_own_course")),
        sa.CheckConstraint("(percent > 0) <> (tokens > 0)", name=op.f("ck_discount_code_either")),
        sa.CheckConstraint("most_uses >= 1 AND most_each >= 1", name=op.f("ck_discount_code_uses")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_discount_code_percent")),
        sa.CheckConstraint("tokens >= 0", name=op.f("ck_discount_code_tokens")),
        _refers("discount_code", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_code")),
        sa.UniqueConstraint("code", name=op.f("uq_discount_code_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_discount_code_made_by", "discount_code", ["made_by"])

    op.create_table(
        "hold",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("purchased", _BIG, nullable=False),
        sa.Column("earned", _BIG, nullable=False),
        sa.Column("settled_purchased", _BIG, server_default=sa.text("0"), nullable=False),
        sa.Column("settled_earned", _BIG, server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("journal_id", _BIG, nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'pending') = (ended_at IS NULL)", name=op.f("ck_hold_ended")),
        sa.CheckConstraint(
            "(state = 'posted') = (settled_purchased + settled_earned > 0)",
            name=op.f("ck_hold_posted"),
        ),
        sa.CheckConstraint(
            "kind IN ('booking','redemption','seat','dispute')", name=op.f("ck_hold_kind")
        ),
        sa.CheckConstraint(
            "state IN ('pending','posted','voided','expired')", name=op.f("ck_hold_state")
        ),
        sa.CheckConstraint(
            "purchased >= 0 AND earned >= 0 AND purchased + earned >= 1",
            name=op.f("ck_hold_amount"),
        ),
        sa.CheckConstraint(
            "settled_earned BETWEEN 0 AND earned", name=op.f("ck_hold_settled_earned")
        ),
        sa.CheckConstraint(
            "settled_purchased BETWEEN 0 AND purchased", name=op.f("ck_hold_settled_purchased")
        ),
        _refers("hold", "journal_id", "ledger_journal"),
        _refers("hold", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("key", name=op.f("uq_hold_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_hold_person_id", "hold", ["person_id", "state"])

    op.create_table(
        "voucher_import",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("by_person_id", _BIG, nullable=False),
        sa.Column("is_prepaid", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("cost", _BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting','open','dropped')", name=op.f("ck_voucher_import_state")
        ),
        sa.CheckConstraint("is_prepaid IN (0,1)", name=op.f("ck_voucher_import_is_prepaid")),
        _refers("voucher_import", "by_person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_import")),
        sqlite_strict=True,
    )
    op.create_table(
        "discount_use",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("code_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("tokens", _BIG, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'used') = (used_at IS NOT NULL)", name=op.f("ck_discount_use_used")
        ),
        sa.CheckConstraint(
            "state IN ('open','used','dropped')", name=op.f("ck_discount_use_state")
        ),
        _refers("discount_use", "code_id", "discount_code"),
        _refers("discount_use", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_use")),
        sqlite_strict=True,
    )
    op.create_index("ix_discount_use_code_id", "discount_use", ["code_id", "state"])
    op.create_index("ix_discount_use_person_id", "discount_use", ["person_id", "state"])
    op.create_index(
        "uq_discount_use_open",
        "discount_use",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "hold_lot",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("hold_id", _BIG, nullable=False),
        sa.Column("lot_id", _BIG, nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("amount", _BIG, nullable=False),
        sa.Column("returned", _BIG, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("bucket IN ('purchased','earned')", name=op.f("ck_hold_lot_bucket")),
        sa.CheckConstraint("amount >= 1", name=op.f("ck_hold_lot_amount")),
        sa.CheckConstraint("returned BETWEEN 0 AND amount", name=op.f("ck_hold_lot_returned")),
        _refers("hold_lot", "hold_id", "hold"),
        _refers("hold_lot", "lot_id", "token_lot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold_lot")),
        sqlite_strict=True,
    )
    op.create_index("ix_hold_lot_hold_id", "hold_lot", ["hold_id"])

    op.create_table(
        "voucher",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("import_id", _BIG, nullable=False),
        sa.Column("offer_id", _BIG, nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting','free','held','handed')", name=op.f("ck_voucher_state")
        ),
        _refers("voucher", "import_id", "voucher_import"),
        _refers("voucher", "offer_id", "voucher_offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("partner", "code_hash", name=op.f("uq_voucher_partner_code_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_voucher_import_id", "voucher", ["import_id"])
    op.create_index("ix_voucher_offer_id", "voucher", ["offer_id", "state"])

    op.create_table(
        "redemption",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("voucher_id", _BIG, nullable=True),
        sa.Column("tokens", _BIG, nullable=False),
        sa.Column("hold_id", _BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'held') = (ended_at IS NULL)", name=op.f("ck_redemption_ended")
        ),
        sa.CheckConstraint(
            "state IN ('held','confirmed','voided','lapsed')", name=op.f("ck_redemption_state")
        ),
        sa.CheckConstraint("tokens >= 1", name=op.f("ck_redemption_tokens")),
        _refers("redemption", "hold_id", "hold"),
        _refers("redemption", "person_id", "person"),
        _refers("redemption", "voucher_id", "voucher"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_redemption_hold_id")),
        sa.UniqueConstraint("key", name=op.f("uq_redemption_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_redemption_person_id", "redemption", ["person_id", "state"])
    op.create_index(
        "uq_redemption_voucher_id",
        "redemption",
        ["voucher_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('held','confirmed')"),
        postgresql_where=sa.text("state IN ('held','confirmed')"),
    )

    op.create_table(
        "sale_quiet",
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _refers("sale_quiet", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sale_quiet")),
        sqlite_strict=True,
    )
    op.add_column("token_lot", sa.Column("graced_at", UtcDateTime(), nullable=True))
    _proposals("state = 'approved' OR journal_id IS NULL")


def downgrade() -> None:
    op.execute(
        "UPDATE ledger_proposal SET state = 'expired' WHERE journal_id IS NULL "
        "AND state = 'approved'"
    )
    _proposals("(state = 'approved') = (journal_id IS NOT NULL)")
    op.drop_column("token_lot", "graced_at")
    for table in _TABLES:
        op.drop_table(table)
