"""Reviews of educators' income that came mostly from one cap group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "income_review",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("educator_id", _BIG, nullable=False),
        sa.Column("cap_group_id", _BIG, nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("sales", _BIG, nullable=False),
        sa.Column("tokens", _BIG, nullable=False),
        sa.Column("of_tokens", _BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", _BIG, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','released','kept')", name=op.f("ck_income_review_state")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_income_review_decided")
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR decided_by IS NULL", name=op.f("ck_income_review_decided_by")
        ),
        sa.CheckConstraint("sales >= 1", name=op.f("ck_income_review_sales")),
        sa.CheckConstraint(
            "tokens <= of_tokens AND 2 * tokens > of_tokens", name=op.f("ck_income_review_most")
        ),
        sa.ForeignKeyConstraint(
            ["educator_id"], ["person.id"], name=op.f("fk_income_review_educator_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_income_review_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_review")),
        sqlite_strict=True,
    )
    op.create_index("ix_income_review_educator_id", "income_review", ["educator_id", "state"])
    op.create_index("ix_income_review_state", "income_review", ["state"])


def downgrade() -> None:
    op.drop_table("income_review")
