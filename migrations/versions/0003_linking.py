"""One person on two platforms: codes for linking, and what became of the second person.

A delivery whose sending was cut short is counted apart from one that was refused.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("merged_into", _BIG, nullable=True))
        person.create_foreign_key(
            op.f("fk_person_merged_into_person"), "person", ["merged_into"], ["id"]
        )
    op.add_column(
        "delivery",
        sa.Column("interruptions", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "link_code",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("shown_to", _BIG, nullable=True),
        sa.Column("shown_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_link_code_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shown_to"], ["person.id"], name=op.f("fk_link_code_shown_to_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_code_code_hash")),
    )
    op.create_index("ix_link_code_person_id", "link_code", ["person_id"])
    op.create_index("ix_link_code_expires_at", "link_code", ["expires_at"])
    op.create_table(
        "link_try",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_link_try_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_try")),
    )
    op.create_index("ix_link_try_tried_at", "link_try", ["tried_at"])
    op.create_table(
        "person_merge",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("keeper_id", _BIG, nullable=False),
        sa.Column("leaver_id", _BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", _BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["person.id"], name=op.f("fk_person_merge_keeper_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["leaver_id"], ["person.id"], name=op.f("fk_person_merge_leaver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["person.id"], name=op.f("fk_person_merge_undone_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index("ix_person_merge_keeper_id", "person_merge", ["keeper_id"])
    op.create_index("ix_person_merge_leaver_id", "person_merge", ["leaver_id"])


def downgrade() -> None:
    op.drop_table("person_merge")
    op.drop_table("link_try")
    op.drop_table("link_code")
    op.drop_column("delivery", "interruptions")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("fk_person_merged_into_person"), type_="foreignkey")
        person.drop_column("merged_into")
