"""The ledger's guards inside the database: no path of code can write around them.

Entries and balances are written by triggers alone, so a journal is one row and its postings. The
migrations run the same texts.
"""

from __future__ import annotations

_APPEND_ONLY = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"

# (table, text), in the order in which they are made.
SQLITE_TRIGGERS: tuple[tuple[str, str], ...] = (
    (
        "ledger_account",
        """
        CREATE TRIGGER ledger_account_made AFTER INSERT ON ledger_account WHEN NEW.cached = 1
        BEGIN
            INSERT OR IGNORE INTO ledger_balance (account_id, floor_amount)
            VALUES (NEW.id, NEW.floor_amount);
        END
        """,
    ),
    (
        "ledger_balance",
        """
        CREATE TRIGGER ledger_balance_made BEFORE INSERT ON ledger_balance
        WHEN NEW.balance <> 0 OR NEW.version <> 0
            OR NEW.floor_amount IS NOT
                (SELECT floor_amount FROM ledger_account WHERE id = NEW.account_id)
        BEGIN
            SELECT RAISE(ABORT, 'a balance starts at 0 with its account''s floor');
        END
        """,
    ),
    (
        "ledger_posting",
        """
        CREATE TRIGGER ledger_posting_check BEFORE INSERT ON ledger_posting
        WHEN NEW.asset IS NOT (SELECT asset FROM ledger_account WHERE id = NEW.debit_id)
            OR NEW.asset IS NOT (SELECT asset FROM ledger_account WHERE id = NEW.credit_id)
            OR NEW.seq >= (SELECT postings FROM ledger_journal WHERE id = NEW.journal_id)
        BEGIN
            SELECT RAISE(ABORT, 'asset mismatch, or more postings than the journal declared');
        END
        """,
    ),
    (
        "ledger_posting",
        """
        CREATE TRIGGER ledger_posting_apply AFTER INSERT ON ledger_posting
        BEGIN
            SELECT RAISE(ABORT, 'cached account without a balance') FROM ledger_account a
            WHERE a.id IN (NEW.debit_id, NEW.credit_id) AND a.cached = 1
                AND NOT EXISTS (SELECT 1 FROM ledger_balance b WHERE b.account_id = a.id);
            INSERT INTO ledger_entry
                SELECT b.account_id, b.version + 1, NEW.id,
                    a.normal_side * NEW.amount, b.balance + a.normal_side * NEW.amount
                FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
                WHERE b.account_id = NEW.debit_id;
            INSERT INTO ledger_entry
                SELECT b.account_id, b.version + 1, NEW.id,
                    -a.normal_side * NEW.amount, b.balance - a.normal_side * NEW.amount
                FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
                WHERE b.account_id = NEW.credit_id;
        END
        """,
    ),
    (
        "ledger_entry",
        """
        CREATE TRIGGER ledger_entry_check BEFORE INSERT ON ledger_entry
        WHEN NOT EXISTS (
            SELECT 1 FROM ledger_posting p
            JOIN ledger_account a ON a.id = NEW.account_id
            JOIN ledger_balance b ON b.account_id = a.id
            WHERE p.id = NEW.posting_id
                AND ((p.debit_id = a.id AND NEW.delta = a.normal_side * p.amount)
                    OR (p.credit_id = a.id AND NEW.delta = -a.normal_side * p.amount))
                AND NEW.version = b.version + 1
                AND NEW.balance_after = b.balance + NEW.delta)
        BEGIN
            SELECT RAISE(ABORT, 'an entry follows a posting');
        END
        """,
    ),
    (
        "ledger_entry",
        """
        CREATE TRIGGER ledger_entry_apply AFTER INSERT ON ledger_entry
        BEGIN
            UPDATE ledger_balance SET balance = NEW.balance_after, version = NEW.version
            WHERE account_id = NEW.account_id;
        END
        """,
    ),
    (
        "ledger_balance",
        """
        CREATE TRIGGER ledger_balance_check BEFORE UPDATE ON ledger_balance
        WHEN NEW.account_id <> OLD.account_id OR NEW.floor_amount IS NOT OLD.floor_amount
            OR NEW.version <> OLD.version + 1
            OR NOT EXISTS (
                SELECT 1 FROM ledger_entry e
                WHERE e.account_id = NEW.account_id AND e.version = NEW.version
                    AND e.balance_after = NEW.balance)
        BEGIN
            SELECT RAISE(ABORT, 'a balance follows an entry');
        END
        """,
    ),
    (
        "ledger_balance",
        f"CREATE TRIGGER ledger_balance_kept BEFORE DELETE ON ledger_balance {_APPEND_ONLY}",
    ),
    *(
        (table, f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} {_APPEND_ONLY}")
        for table in ("ledger_account", "ledger_journal", "ledger_posting", "ledger_entry")
        for name, act in (("fixed", "UPDATE"), ("kept", "DELETE"))
    ),
)

# The same guards as functions and triggers of PostgreSQL belong here, in the same shape.
POSTGRESQL_TRIGGERS: tuple[tuple[str, str], ...] = ()
