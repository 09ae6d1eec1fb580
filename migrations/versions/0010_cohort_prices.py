"""A price of a cohort, and what comes along with a thing that is sold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    price = sa.Column("price_tokens", _BIG, nullable=False, server_default=sa.text("0"))
    op.add_column("cohort", price)
    includes = sa.Column("includes", sa.Text(), nullable=False, server_default=sa.text("''"))
    op.add_column("sale", includes)


def downgrade() -> None:
    op.drop_column("sale", "includes")
    op.drop_column("cohort", "price_tokens")
