"""PostgreSQL enters at COMMIT what educators' pending accounts are credited."""

from __future__ import annotations

from alembic import op

from engine.wallet.posting_function import MAY_WAIT_FUNCTION, POST_JOURNAL_FUNCTION
from engine.wallet.triggers import (
    CREDIT_WAITS,
    POSTING_APPLY,
    POSTING_PUT_OFF,
    POSTING_PUT_OFF_TRIGGER,
)

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    # A new database has them all: the first migration makes what the program knows now.
    op.execute("DROP TRIGGER IF EXISTS ledger_posting_put_off ON ledger_posting")
    for function in (
        MAY_WAIT_FUNCTION,
        CREDIT_WAITS,
        POSTING_APPLY,
        POSTING_PUT_OFF,
        POST_JOURNAL_FUNCTION,
    ):
        op.execute(function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
    op.execute(POSTING_PUT_OFF_TRIGGER)


def downgrade() -> None:
    """The schema before holds the same rows: nothing waits once a transaction has ended."""
