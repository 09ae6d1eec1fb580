"""Direct attacks on the ledger's tables: the database itself refuses them."""

# ruff: noqa: S608 - the statements are the attackers'.

from __future__ import annotations

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from engine.foundation.addresses import is_postgresql
from engine.foundation.door import Engine
from engine.foundation.schema import with_connection
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


class Attacker:
    """Somebody with the database's password and a shell."""

    def __init__(self, ledger: Engine) -> None:
        self._address = ledger.address
        self.is_on_server = is_postgresql(ledger.address)

    def runs(self, *statements: str) -> None:
        def attack(connection: Connection) -> None:
            if not self.is_on_server:
                # As the program does: without it REPLACE walks past the triggers.
                connection.exec_driver_sql("PRAGMA recursive_triggers=ON")
            for statement in statements:
                connection.exec_driver_sql(statement)

        with_connection(self._address, attack, commit=True)

    def sees(self) -> list[list[tuple[object, ...]]]:
        tables = ("account", "balance", "journal", "posting", "entry")

        def look(connection: Connection) -> list[list[tuple[object, ...]]]:
            return [
                sorted(tuple(row) for row in connection.exec_driver_sql(_ALL.format(name)))
                for name in tables
            ]

        return with_connection(self._address, look)


_ALL = "SELECT * FROM ledger_{}"


@pytest.fixture
def attacker(ledger: Engine) -> Attacker:
    return Attacker(ledger)


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


# SQLite's way to replace a row, and how PostgreSQL would be asked for the same.
REPLACED = {
    "a replaced balance": " ON CONFLICT (account_id) DO UPDATE SET balance = 0, version = 0",
    "a replaced posting": " ON CONFLICT (id) DO UPDATE SET amount = 900",
    "a replaced journal": " ON CONFLICT (id) DO UPDATE SET postings = 9",
}


@pytest.mark.parametrize("name", ATTACKS)
async def test_the_tables_refuse(ledger: Engine, attacker: Attacker, name: str) -> None:
    before = attacker.sees()
    attack = ATTACKS[name]
    if attacker.is_on_server:
        attack = [
            statement.replace("INSERT OR REPLACE", "INSERT") + REPLACED.get(name, "")
            for statement in attack
        ]
        if name == "a fraction of a token":
            # It is rounded there: our own check, that an amount is an int, stands before it.
            attack = [attack[0], POSTING.format("0.4")]
    with pytest.raises(DBAPIError):
        attacker.runs(*attack)
    assert attacker.sees() == before
    assert (await ledger.read(audit, None)).problems == ()


async def test_the_ledger_is_not_emptied_at_once(ledger: Engine, attacker: Attacker) -> None:
    for table in ("entry", "posting", "balance"):
        word = "TRUNCATE" if attacker.is_on_server else "DELETE FROM"
        with pytest.raises(DBAPIError):
            attacker.runs(f"{word} ledger_{table}")
    assert (await ledger.read(audit, None)).problems == ()


async def test_the_same_statements_without_malice_are_taken(
    ledger: Engine, attacker: Attacker
) -> None:
    attacker.runs(JOURNAL, POSTING.format("5"))
    assert 75 in {balance for _, balance, *_ in attacker.sees()[1]}
    # Tokens without money behind them: the tables hold them, the audit tells.
    assert {problem.code for problem in (await ledger.read(audit, None)).problems} == {"bridge"}


async def test_the_audit_sees_what_a_stronger_attacker_did(
    ledger: Engine, attacker: Attacker
) -> None:
    if attacker.is_on_server:
        attacker.runs(
            *(f"ALTER TABLE ledger_{name} DISABLE TRIGGER ALL" for name in ("balance", "posting")),
            "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        )
    else:
        for trigger in ("ledger_balance_check", "ledger_posting_fixed", "ledger_entry_kept"):
            attacker.runs(f"DROP TRIGGER {trigger}")
    attacker.runs(f"UPDATE ledger_balance SET balance = 999 WHERE account_id = {BALANCE}")
    codes = {problem.code for problem in (await ledger.read(audit, None)).problems}
    assert codes == {"balance_differs"}
    attacker.runs("UPDATE ledger_posting SET amount = 20 WHERE id = 2")
    attacker.runs(f"DELETE FROM ledger_entry WHERE account_id = {BALANCE} AND version = 2")
    codes = {problem.code for problem in (await ledger.read(audit, None)).problems}
    assert codes >= {"balance_differs", "broken_chain"}
