"""Direct attacks on the ledger's tables: the database itself refuses them."""

# ruff: noqa: S608 - the statements are the attackers'.

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from engine.foundation.door import Engine
from engine.foundation.sqlite import connect
from engine.wallet.commands import Journal, Line
from engine.wallet.queries import audit
from engine.wallet.service import post_journal, reverse_journal

AT = "2027-03-04T09:00:00.000000+00:00"
JOURNAL = (
    "INSERT INTO ledger_journal(id, idempotency_key, request_hash, kind, postings, effective_at, "
    f"created_at) VALUES (900, 'attack', 'x', 'attack', 1, '{AT}', '{AT}')"
)
BALANCE = "(SELECT id FROM ledger_account WHERE code = 'person:1:earned')"
FUND = "(SELECT id FROM ledger_account WHERE code = 'issuance:rewards:quiz')"
POSTING = (
    "INSERT INTO ledger_posting(journal_id, seq, debit_id, credit_id, asset, amount) "
    f"VALUES (900, 0, {FUND}, {BALANCE}, 'TOK', {{}})"
)
OLD_POSTING = (
    "INSERT INTO ledger_posting(journal_id, seq, debit_id, credit_id, asset, amount) "
    f"VALUES (1, 2, {FUND}, {BALANCE}, 'TOK', 5)"
)


@pytest.fixture
async def ledger(engine: Engine) -> Engine:
    """Person 1 with 100 earned tokens, of which 30 were spent; and a reversed journal."""
    for key, tokens, money, amount in (
        ("granted", ("issuance:rewards:quiz", "person:1:earned"), ("bank", "fund:committed"), 100),
        ("spent", ("person:1:earned", "burn:redemption"), ("fund:committed", "bank"), 30),
        ("mistake", ("issuance:rewards:quiz", "person:1:earned"), ("bank", "fund:committed"), 7),
    ):
        lines = (Line(*tokens, "TOK", amount), Line(*money, "USD", amount))
        await engine.run(post_journal, Journal(key, "test.posted", lines))
    await engine.run(lambda tx, id: reverse_journal(tx, id, key="undo", kind="correction"), 3)
    return engine


@pytest.fixture
def attacker(ledger: Engine) -> Iterator[sqlite3.Connection]:
    connection = connect(ledger.path)
    yield connection
    connection.close()


ATTACKS = {
    "a fraction of a token": [JOURNAL, POSTING.format("1.5")],
    "text as an amount": [JOURNAL, POSTING.format("'12abc'")],
    "a negative amount": [JOURNAL, POSTING.format("-5")],
    "nothing as an amount": [JOURNAL, POSTING.format("0")],
    "another asset": [JOURNAL, POSTING.format("5").replace("'TOK'", "'USD'")],
    "a posting to itself": [JOURNAL, POSTING.format("5").replace(FUND, BALANCE)],
    "more than there is": [
        JOURNAL,
        POSTING.format("71").replace(f"{FUND}, {BALANCE}", f"{BALANCE}, {FUND}"),
    ],
    "a posting added to an old journal": [OLD_POSTING],
    "a second posting beside the declared one": [
        JOURNAL,
        POSTING.format("5"),
        POSTING.format("5").replace("900, 0", "900, 1"),
    ],
    "an edited balance": [f"UPDATE ledger_balance SET balance = 999 WHERE account_id = {BALANCE}"],
    "an edited balance with its version": [
        "UPDATE ledger_balance SET balance = 999, version = version + 1 "
        f"WHERE account_id = {BALANCE}"
    ],
    "a balance turned back to an older entry": [
        f"UPDATE ledger_balance SET balance = 100, version = 1 WHERE account_id = {BALANCE}"
    ],
    "a deleted balance": [f"DELETE FROM ledger_balance WHERE account_id = {BALANCE}"],
    "a replaced balance": [
        f"INSERT OR REPLACE INTO ledger_balance(account_id, balance, version, floor_amount) "
        f"VALUES ({BALANCE}, 0, 0, 0)"
    ],
    "a lifted floor": [
        f"UPDATE ledger_balance SET floor_amount = -1000 WHERE account_id = {BALANCE}"
    ],
    "a lifted floor of the account": ["UPDATE ledger_account SET floor_amount = NULL"],
    "a deleted account": [f"DELETE FROM ledger_account WHERE id = {BALANCE}"],
    "a forged entry": [f"INSERT INTO ledger_entry VALUES ({BALANCE}, 5, 1, 900, 970)"],
    "a forged entry of a true posting": [
        f"INSERT INTO ledger_entry VALUES ({BALANCE}, 5, 1, 100, 170)"
    ],
    "an edited entry": ["UPDATE ledger_entry SET delta = 900 WHERE version = 1"],
    "a deleted entry": [f"DELETE FROM ledger_entry WHERE account_id = {BALANCE} AND version = 4"],
    "an edited posting": ["UPDATE ledger_posting SET amount = 900 WHERE id = 1"],
    "a deleted posting": ["DELETE FROM ledger_posting WHERE id = 2"],
    "a replaced posting": [
        "INSERT OR REPLACE INTO ledger_posting(id, journal_id, seq, debit_id, credit_id, asset, "
        f"amount) VALUES (1, 1, 0, {FUND}, {BALANCE}, 'TOK', 900)"
    ],
    "an edited journal": ["UPDATE ledger_journal SET postings = 9 WHERE id = 1"],
    "a deleted journal": ["DELETE FROM ledger_journal WHERE id = 4"],
    "a replaced journal": [
        "INSERT OR REPLACE INTO ledger_journal(id, idempotency_key, request_hash, kind, postings, "
        f"effective_at, created_at) VALUES (1, 'granted', 'x', 'attack', 9, '{AT}', '{AT}')"
    ],
    "a second reversal": [
        "INSERT INTO ledger_journal(idempotency_key, request_hash, kind, postings, reverses_id, "
        f"effective_at, created_at) VALUES ('again', 'x', 'correction', 1, 3, '{AT}', '{AT}')"
    ],
    "the same key twice": [JOURNAL.replace("'attack', 'x'", "'granted', 'x'")],
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_the_tables_refuse(
    ledger: Engine, attacker: sqlite3.Connection, attack: list[str]
) -> None:
    before = _everything(attacker)
    attacker.execute("BEGIN IMMEDIATE")
    *leading, last = attack
    for statement in leading:
        attacker.execute(statement)
    with pytest.raises(sqlite3.IntegrityError):
        attacker.execute(last)
    attacker.execute("ROLLBACK")
    assert _everything(attacker) == before
    assert (await ledger.read(audit, None)).problems == ()


async def test_the_same_statements_without_malice_are_taken(
    ledger: Engine, attacker: sqlite3.Connection
) -> None:
    attacker.execute("BEGIN IMMEDIATE")
    attacker.execute(JOURNAL)
    attacker.execute(POSTING.format("5"))
    attacker.execute("COMMIT")
    (balance,) = attacker.execute(
        f"SELECT balance FROM ledger_balance WHERE account_id = {BALANCE}"
    ).fetchone()
    assert balance == 75
    # Tokens without money behind them: the tables hold them, the audit tells.
    assert {problem.code for problem in (await ledger.read(audit, None)).problems} == {"bridge"}


def _everything(connection: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    tables = ("account", "balance", "journal", "posting", "entry")
    return [connection.execute(f"SELECT * FROM ledger_{name}").fetchall() for name in tables]


async def test_the_audit_sees_what_a_stronger_attacker_did(
    ledger: Engine, attacker: sqlite3.Connection
) -> None:
    for trigger in ("ledger_balance_check", "ledger_posting_fixed", "ledger_entry_kept"):
        attacker.execute(f"DROP TRIGGER {trigger}")
    attacker.execute(f"UPDATE ledger_balance SET balance = 999 WHERE account_id = {BALANCE}")
    codes = {problem.code for problem in (await ledger.read(audit, None)).problems}
    assert codes == {"balance_differs"}
    attacker.execute("UPDATE ledger_posting SET amount = 20 WHERE id = 2")
    attacker.execute(f"DELETE FROM ledger_entry WHERE account_id = {BALANCE} AND version = 2")
    codes = {problem.code for problem in (await ledger.read(audit, None)).problems}
    assert codes >= {"balance_differs", "broken_chain"}
