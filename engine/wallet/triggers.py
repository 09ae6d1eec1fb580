"""The ledger's guards inside the database: no path of code can write around them.

Entries and balances are written by triggers alone, so a journal is one row and its postings. The
migrations run the same texts.
"""

from __future__ import annotations

import re

from engine.wallet.posting_function import MAY_WAIT_FUNCTION, POST_JOURNAL_FUNCTION

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


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"


def _trigger(table: str, name: str, when: str, function: str, each: str = "ROW") -> str:
    return (
        f"CREATE TRIGGER {table}_{name} {when} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {function}()"
    )


# A credit that may wait, of an account that another transaction has. False: this one has it now, or
# it may not wait. The lock stays until the end, so what was false for a posting stays false.
CREDIT_WAITS = """
    CREATE FUNCTION ledger_credit_waits(credited bigint) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM ledger_account a
            WHERE a.id = credited AND a.cached = 1 AND ledger_may_wait(a.code)
        ) THEN
            RETURN NOT pg_try_advisory_xact_lock(credited);
        END IF;
        RETURN false;
    END
    $$
"""
# A posting's entries: the debit first, as on SQLite. Whoever posts has locked the balances in
# order.
POSTING_APPLY = _function(
    "ledger_posting_apply",
    """
    DECLARE
        touched record;
        before_it record;
    BEGIN
        IF NEW.seq >= (SELECT postings FROM ledger_journal WHERE id = NEW.journal_id) THEN
            RAISE EXCEPTION 'more postings than the journal declared';
        END IF;
        FOR touched IN
            SELECT a.id, a.asset, a.cached, a.normal_side
                    * CASE WHEN a.id = NEW.debit_id THEN NEW.amount ELSE -NEW.amount END
                    AS delta
            FROM ledger_account a WHERE a.id IN (NEW.debit_id, NEW.credit_id)
            ORDER BY a.id <> NEW.debit_id
        LOOP
            IF touched.asset <> NEW.asset THEN
                RAISE EXCEPTION 'asset mismatch';
            END IF;
            IF touched.cached = 1 THEN
                IF touched.id = NEW.credit_id AND NEW.asset = 'TOK' THEN
                    CONTINUE WHEN ledger_credit_waits(touched.id);
                END IF;
                SELECT balance, version INTO STRICT before_it
                FROM ledger_balance WHERE account_id = touched.id FOR UPDATE;
                INSERT INTO ledger_entry VALUES (
                    touched.id, before_it.version + 1, NEW.id, touched.delta,
                    before_it.balance + touched.delta);
            END IF;
        END LOOP;
        RETURN NULL;
    END
    """,
)
# The entries that were left to COMMIT, which fires this with the rights of whoever commits: hence
# its owner's. Each waits for its turn by the account's number, as in `ledger_post`.
POSTING_PUT_OFF = """
    CREATE FUNCTION ledger_posting_put_off() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        delta bigint;
    BEGIN
        -- The account was let go in the moment between: it has its entry.
        IF EXISTS (
            SELECT 1 FROM ledger_entry e
            WHERE e.posting_id = NEW.id AND e.account_id = NEW.credit_id
        ) THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(NEW.credit_id);
        SELECT -a.normal_side * NEW.amount INTO delta
        FROM ledger_account a WHERE a.id = NEW.credit_id;
        INSERT INTO ledger_entry
            SELECT b.account_id, b.version + 1, NEW.id, delta, b.balance + delta
            FROM ledger_balance b WHERE b.account_id = NEW.credit_id FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'cached account without a balance';
        END IF;
        RETURN NULL;
    END
    $$
"""
POSTING_PUT_OFF_TRIGGER = """
    CREATE CONSTRAINT TRIGGER ledger_posting_put_off AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.asset = 'TOK' AND ledger_credit_waits(NEW.credit_id))
    EXECUTE FUNCTION ledger_posting_put_off()
"""

_REFUSE = "ledger_append_only"
_LEDGER = ("ledger_account", "ledger_balance", "ledger_journal", "ledger_posting", "ledger_entry")

# One statement each: the driver takes no more at once. Functions come before their triggers; what
# they name need not be there yet.
POSTGRESQL_TRIGGERS: tuple[tuple[str, str], ...] = (
    (
        "ledger_account",
        _function(_REFUSE, "BEGIN RAISE EXCEPTION 'append-only'; END"),
    ),
    (
        "ledger_account",
        _function(
            "ledger_account_made",
            """
            BEGIN
                IF NEW.cached = 1 THEN
                    INSERT INTO ledger_balance (account_id, floor_amount)
                    VALUES (NEW.id, NEW.floor_amount) ON CONFLICT DO NOTHING;
                END IF;
                RETURN NULL;
            END
            """,
        ),
    ),
    ("ledger_account", _trigger("ledger_account", "made", "AFTER INSERT", "ledger_account_made")),
    (
        "ledger_balance",
        _function(
            "ledger_balance_guard",
            """
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF NEW.balance <> 0 OR NEW.version <> 0 OR NEW.floor_amount IS DISTINCT FROM
                        (SELECT floor_amount FROM ledger_account WHERE id = NEW.account_id)
                    THEN
                        RAISE EXCEPTION 'a balance starts at 0 with its account''s floor';
                    END IF;
                    RETURN NEW;
                END IF;
                IF NEW.account_id <> OLD.account_id
                    OR NEW.floor_amount IS DISTINCT FROM OLD.floor_amount
                    OR NEW.version <> OLD.version + 1
                    OR NOT EXISTS (
                        SELECT 1 FROM ledger_entry e
                        WHERE e.account_id = NEW.account_id AND e.version = NEW.version
                            AND e.balance_after = NEW.balance)
                THEN
                    RAISE EXCEPTION 'a balance follows an entry';
                END IF;
                RETURN NEW;
            END
            """,
        ),
    ),
    (
        "ledger_balance",
        _trigger("ledger_balance", "guard", "BEFORE INSERT OR UPDATE", "ledger_balance_guard"),
    ),
    (
        "ledger_entry",
        _function(
            "ledger_entry_guard",
            """
            BEGIN
                IF NOT EXISTS (
                    SELECT 1 FROM ledger_posting p
                    JOIN ledger_account a ON a.id = NEW.account_id
                    JOIN ledger_balance b ON b.account_id = a.id
                    WHERE p.id = NEW.posting_id
                        AND ((p.debit_id = a.id AND NEW.delta = a.normal_side * p.amount)
                            OR (p.credit_id = a.id AND NEW.delta = -a.normal_side * p.amount))
                        AND NEW.version = b.version + 1
                        AND NEW.balance_after = b.balance + NEW.delta)
                THEN
                    RAISE EXCEPTION 'an entry follows a posting';
                END IF;
                RETURN NEW;
            END
            """,
        ),
    ),
    ("ledger_entry", _trigger("ledger_entry", "guard", "BEFORE INSERT", "ledger_entry_guard")),
    (
        "ledger_entry",
        _function(
            "ledger_entry_apply",
            """
            BEGIN
                UPDATE ledger_balance SET balance = NEW.balance_after, version = NEW.version
                WHERE account_id = NEW.account_id;
                RETURN NULL;
            END
            """,
        ),
    ),
    ("ledger_entry", _trigger("ledger_entry", "apply", "AFTER INSERT", "ledger_entry_apply")),
    ("ledger_posting", MAY_WAIT_FUNCTION),
    ("ledger_posting", CREDIT_WAITS),
    ("ledger_posting", POSTING_APPLY),
    (
        "ledger_posting",
        _trigger("ledger_posting", "apply", "AFTER INSERT", "ledger_posting_apply"),
    ),
    ("ledger_posting", POSTING_PUT_OFF),
    ("ledger_posting", POSTING_PUT_OFF_TRIGGER),
    ("ledger_posting", POST_JOURNAL_FUNCTION),
    *(
        (table, _trigger(table, "kept", act, _REFUSE))
        for table in _LEDGER
        for act in ("BEFORE DELETE" if table == "ledger_balance" else "BEFORE UPDATE OR DELETE",)
    ),
    *(
        (
            table,
            _trigger(table, "not_emptied", "BEFORE TRUNCATE", _REFUSE, "STATEMENT"),
        )
        for table in _LEDGER
    ),
)
POSTGRESQL_FUNCTIONS = tuple(
    found[1]
    for _, made in POSTGRESQL_TRIGGERS
    if (found := re.match(r"\s*CREATE FUNCTION (\w+)", made))
)
