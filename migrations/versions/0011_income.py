"""What bookings were made with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "booking_terms",
        sa.Column("hold_id", _BIG, nullable=False),
        sa.Column("educator_id", _BIG, nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.CheckConstraint("fee_bps BETWEEN 0 AND 10000", name=op.f("ck_booking_terms_fee")),
        _refers("booking_terms", "hold_id", "hold"),
        _refers("booking_terms", "educator_id", "person"),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_booking_terms")),
        sqlite_strict=True,
    )
    op.create_index("ix_booking_terms_educator_id", "booking_terms", ["educator_id"])


def downgrade() -> None:
    op.drop_table("booking_terms")
