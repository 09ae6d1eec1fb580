"""Lots: where each token came from and until when it can be spent."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

from engine.foundation.columns import UtcDateTime
from engine.wallet.posting_function import POST_JOURNAL_FUNCTION

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LASTS = timedelta(days=180)


def upgrade() -> None:
    op.create_table(
        "token_lot",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("journal_id", _BIG, nullable=False),
        sa.Column("amount", _BIG, nullable=False),
        sa.Column("left_amount", _BIG, nullable=False),
        sa.Column("restriction", sa.Text(), nullable=False),
        sa.Column("vests_at", UtcDateTime(), nullable=False),
        sa.Column("settles_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("warned_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("bucket IN ('purchased','earned')", name=op.f("ck_token_lot_bucket")),
        sa.CheckConstraint("amount >= 1", name=op.f("ck_token_lot_amount")),
        sa.CheckConstraint("left_amount BETWEEN 0 AND amount", name=op.f("ck_token_lot_left")),
        sa.CheckConstraint(
            "(bucket = 'earned') = (expires_at IS NOT NULL)", name=op.f("ck_token_lot_expiry")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_token_lot_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["journal_id"],
            ["ledger_journal.id"],
            name=op.f("fk_token_lot_journal_id_ledger_journal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_lot")),
        sqlite_strict=True,
    )
    op.create_index("ix_token_lot_person_id", "token_lot", ["person_id", "bucket"])
    op.create_index("ix_token_lot_journal_id", "token_lot", ["journal_id"])
    op.create_index(
        "ix_token_lot_expires_at",
        "token_lot",
        ["expires_at"],
        sqlite_where=sa.text("left_amount > 0"),
        postgresql_where=sa.text("left_amount > 0"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS ledger_post")
        op.execute(POST_JOURNAL_FUNCTION)
    _fill()


def _fill() -> None:
    """A lot for each grant that is not spent yet: what was taken ate up the oldest ones first."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            """
            SELECT account.code, balance.balance, journal.id, entry.delta, journal.effective_at
            FROM ledger_account account
            JOIN ledger_balance balance ON balance.account_id = account.id
            JOIN ledger_entry entry ON entry.account_id = account.id
            JOIN ledger_posting posting ON posting.id = entry.posting_id
            JOIN ledger_journal journal ON journal.id = posting.journal_id
            WHERE account.code LIKE 'person\\:%\\:earned' AND balance.balance > 0
                AND entry.delta > 0
            ORDER BY account.code, entry.version DESC
            """
        )
    ).all()
    left: dict[str, int] = {}
    for code, balance, journal_id, delta, effective_at in rows:
        missing = left.setdefault(code, balance)
        if not missing:
            continue
        kept = min(missing, delta)
        left[code] = missing - kept
        at = datetime.fromisoformat(effective_at) if isinstance(effective_at, str) else effective_at
        connection.execute(
            _LOT.insert().values(
                person_id=int(code.split(":")[1]),
                bucket="earned",
                source="reward:earlier",
                fund="fund:rewards",
                journal_id=journal_id,
                amount=delta,
                left_amount=kept,
                restriction="",
                vests_at=at,
                settles_at=at,
                expires_at=at + _LASTS,
                created_at=at,
            )
        )


_LOT = sa.table(
    "token_lot",
    sa.column("person_id", _BIG),
    sa.column("bucket", sa.Text()),
    sa.column("source", sa.Text()),
    sa.column("fund", sa.Text()),
    sa.column("journal_id", _BIG),
    sa.column("amount", _BIG),
    sa.column("left_amount", _BIG),
    sa.column("restriction", sa.Text()),
    sa.column("vests_at", UtcDateTime()),
    sa.column("settles_at", UtcDateTime()),
    sa.column("expires_at", UtcDateTime()),
    sa.column("created_at", UtcDateTime()),
)


def downgrade() -> None:
    op.drop_table("token_lot")
