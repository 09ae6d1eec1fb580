"""Items that an import suggests, waiting for an educator's decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggested_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_suggested_item_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_suggested_item_lesson_id_lesson")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggested_item")),
        sa.UniqueConstraint(
            "lesson_id", "content_hash", name=op.f("uq_suggested_item_lesson_id_content_hash")
        ),
    )
    op.create_index("ix_suggested_item_course_id", "suggested_item", ["course_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_suggested_item_course_id", "suggested_item")
    op.drop_table("suggested_item")
