"""Sales: what was paid for what, from which lots, and what went back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sale",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("buyer_id", _BIG, nullable=False),
        sa.Column("educator_id", _BIG, nullable=False),
        sa.Column("list_price", _BIG, nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("discount", _BIG, nullable=False),
        sa.Column("price", _BIG, nullable=False),
        sa.Column("earned", _BIG, nullable=False),
        sa.Column("fee", _BIG, nullable=False),
        sa.Column("fee_earned", _BIG, nullable=False),
        sa.Column("refunded", _BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("journal_id", _BIG, nullable=False),
        sa.Column("discount_journal_id", _BIG, nullable=True),
        sa.Column("sold_at", UtcDateTime(), nullable=False),
        sa.Column("matures_at", UtcDateTime(), nullable=False),
        sa.Column("matured_at", UtcDateTime(), nullable=True),
        sa.Column("reserve_left", _BIG, nullable=False),
        sa.Column("reserved_until", UtcDateTime(), nullable=True),
        _check("sale", "state", "state IN ('pending','matured','refunded')"),
        _check("sale", "price", "list_price = price + discount"),
        _check("sale", "earned", "earned BETWEEN 0 AND price"),
        _check("sale", "fee", "fee BETWEEN 0 AND price"),
        _check("sale", "fee_earned", "fee_earned BETWEEN 0 AND fee"),
        _check("sale", "refunded", "refunded BETWEEN 0 AND price"),
        _check("sale", "whole", "(state = 'refunded') = (refunded = price)"),
        _check("sale", "reserve", "reserve_left >= 0"),
        _parent("sale", "buyer_id", "person"),
        _parent("sale", "educator_id", "person"),
        _parent("sale", "journal_id", "ledger_journal"),
        _parent("sale", "discount_journal_id", "ledger_journal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("key", name=op.f("uq_sale_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_sale_buyer_id", "sale", ["buyer_id", "thing"])
    op.create_index("ix_sale_educator_id", "sale", ["educator_id", "state"])
    op.create_table(
        "sale_lot",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("sale_id", _BIG, nullable=False),
        sa.Column("lot_id", _BIG, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("amount", _BIG, nullable=False),
        sa.Column("returned", _BIG, nullable=False),
        _check("sale_lot", "part", "part IN ('earned','purchased','discount')"),
        _check("sale_lot", "amount", "amount >= 1"),
        _check("sale_lot", "returned", "returned BETWEEN 0 AND amount"),
        _parent("sale_lot", "sale_id", "sale"),
        _parent("sale_lot", "lot_id", "token_lot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_lot")),
        sqlite_strict=True,
    )
    op.create_index("ix_sale_lot_sale_id", "sale_lot", ["sale_id"])
    op.create_table(
        "sale_refund",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sale_id", _BIG, nullable=False),
        sa.Column("tokens", _BIG, nullable=False),
        sa.Column("journal_id", _BIG, nullable=False),
        sa.Column("refunded_at", UtcDateTime(), nullable=False),
        _check("sale_refund", "tokens", "tokens >= 1"),
        _parent("sale_refund", "sale_id", "sale"),
        _parent("sale_refund", "journal_id", "ledger_journal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_sale_refund_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_sale_refund_sale_id", "sale_refund", ["sale_id"])


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}")
    )


def downgrade() -> None:
    op.drop_table("sale_refund")
    op.drop_table("sale_lot")
    op.drop_table("sale")
