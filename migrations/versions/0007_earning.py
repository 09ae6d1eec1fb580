"""Cap groups, what they have earned, rewards that are held, and what programmes pay."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("cap_group_id", _BIG, nullable=True))
    op.create_index("ix_person_cap_group_id", "person", ["cap_group_id"])
    op.create_table(
        "erased_identity",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("cap_group_id", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased_identity")),
    )
    op.add_column("attempt", sa.Column("trail", sa.Text(), nullable=True))
    op.create_index("ix_attempt_quiz_id_finished_at", "attempt", ["quiz_id", "finished_at"])
    op.create_table(
        "spent_first_attempt",
        sa.Column("cap_group_id", _BIG, nullable=False),
        sa.Column("quiz_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quiz.id"], name=op.f("fk_spent_first_attempt_quiz_id_quiz")
        ),
        sa.PrimaryKeyConstraint("cap_group_id", "quiz_id", name=op.f("pk_spent_first_attempt")),
    )
    op.add_column(
        "reward", sa.Column("parts", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "reward", sa.Column("worth", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_index("ix_reward_granted_on", "reward", ["granted_on"])
    _rewards_tables()
    _fill_parts()
    groups = _fill_groups()
    _fill_counts(groups)


def _rewards_tables() -> None:
    op.create_table(
        "cap_earned",
        sa.Column("cap_group_id", _BIG, nullable=False),
        sa.Column("today_on", sa.Date(), nullable=False),
        sa.Column("today", _BIG, nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("this_month", _BIG, nullable=False),
        sa.Column("in_all", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("cap_group_id", name=op.f("pk_cap_earned")),
    )
    op.create_table(
        "held_reward",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", _BIG, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('held','paid','declined')", name=op.f("ck_held_reward_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_held_reward_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_held_reward_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_reward")),
        sa.UniqueConstraint("key", name=op.f("uq_held_reward_key")),
    )
    op.create_index("ix_held_reward_person_id", "held_reward", ["person_id"])
    op.create_index("ix_held_reward_state", "held_reward", ["state"])
    op.create_table(
        "programme",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_programme")),
    )
    op.create_table(
        "programme_change",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("old_value", sa.Integer(), nullable=False),
        sa.Column("new_value", sa.Integer(), nullable=False),
        sa.Column("changed_by", _BIG, nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_programme_change_changed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_change")),
    )


def _fill_parts() -> None:
    """Rewards of before: 20 for a passed quiz, 25 with all right; a streak's key tells its days."""
    run = op.get_bind().execute
    set_parts = "UPDATE reward SET parts = :parts, worth = :worth WHERE kind = :kind"
    quiz = {"kind": "quiz", "parts": "passed", "worth": 20}
    run(sa.text(set_parts), quiz)
    run(sa.text(f"{set_parts} AND tokens > 20"), {**quiz, "parts": "passed all_right", "worth": 25})
    for days, worth in ((7, 50), (30, 200), (100, 700)):
        streak = {"kind": "streak", "parts": str(days), "worth": worth}
        run(sa.text(f"{set_parts} AND key LIKE :key"), {**streak, "key": f"streak:%:{days}:%"})


def _fill_groups() -> dict[int, int]:
    """Who was ever linked, undone or not: each person's group, named by the first of it."""
    run = op.get_bind().execute
    parent: dict[int, int] = {}

    def first(person: int) -> int:
        while parent.setdefault(person, person) != person:
            person = parent[person]
        return person

    for keeper, leaver in run(sa.text("SELECT keeper_id, leaver_id FROM person_merge")).all():
        one, other = sorted((first(keeper), first(leaver)))
        parent[other] = one
    groups = {person: first(person) for person in parent}
    for person, number in groups.items():
        run(
            sa.text("UPDATE person SET cap_group_id = :number WHERE id = :person"),
            {"number": number, "person": person},
        )
    return groups


def _fill_counts(groups: dict[int, int]) -> None:
    reward = sa.table(
        "reward",
        sa.column("person_id", _BIG),
        sa.column("kind", sa.Text()),
        sa.column("tokens", sa.Integer()),
        sa.column("granted_on", sa.Date()),
    )
    connection = op.get_bind()
    by_group: dict[int, list[tuple[date, str, int]]] = defaultdict(list)
    columns = reward.c.person_id, reward.c.kind, reward.c.tokens, reward.c.granted_on
    for row in connection.execute(sa.select(*columns).where(reward.c.tokens > 0)):
        number = groups.get(row.person_id, row.person_id)
        by_group[number].append((row.granted_on, row.kind, row.tokens))
    counts = sa.table(
        "cap_earned",
        sa.column("cap_group_id", _BIG),
        sa.column("today_on", sa.Date()),
        sa.column("today", _BIG),
        sa.column("month_on", sa.Date()),
        sa.column("this_month", _BIG),
        sa.column("in_all", _BIG),
    )
    rows: list[dict[str, Any]] = []
    for number, granted in by_group.items():
        latest = max(day for day, _, _ in granted)
        month = latest.replace(day=1)
        rows.append(
            {
                "cap_group_id": number,
                "today_on": latest,
                "today": sum(n for day, kind, n in granted if day == latest and kind == "quiz"),
                "month_on": month,
                "this_month": sum(n for day, _, n in granted if day >= month),
                "in_all": sum(n for _, _, n in granted),
            }
        )
    if rows:
        connection.execute(sa.insert(counts), rows)


def downgrade() -> None:
    for table in ("programme_change", "programme", "held_reward", "cap_earned"):
        op.drop_table(table)
    op.drop_index("ix_reward_granted_on", "reward")
    op.drop_column("reward", "worth")
    op.drop_column("reward", "parts")
    op.drop_table("spent_first_attempt")
    op.drop_index("ix_attempt_quiz_id_finished_at", "attempt")
    op.drop_column("attempt", "trail")
    op.drop_table("erased_identity")
    op.drop_index("ix_person_cap_group_id", "person")
    op.drop_column("person", "cap_group_id")
