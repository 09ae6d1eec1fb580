"""PostgreSQL's posting looks accounts and balances up one by one, by their keys."""

from __future__ import annotations

from alembic import op

from engine.wallet.posting_function import POST_JOURNAL_FUNCTION

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS ledger_post")
        op.execute(POST_JOURNAL_FUNCTION)


def downgrade() -> None:
    """The one function fits the schema before as well."""
