"""What the check finds, word for word, where somebody wrote past the guards."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest

from engine.foundation.addresses import is_postgresql
from engine.foundation.door import Engine
from engine.wallet import checking
from engine.wallet.audit import _unbalanced, audit, verify
from engine.wallet.commands import AuditProblem, GrantFromFund, Journal, Line, OpenTreasury
from engine.wallet.service import grant_from_fund, open_treasury, post_journal
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.test_snapshots import act, rows

PROBLEMS: dict[str, tuple[str, set[tuple[str, tuple[tuple[str, Any], ...]]]]] = {
    "a balance that is gone": (
        "DELETE FROM ledger_balance WHERE account_id = {earned}",
        {
            ("balance_missing", (("account", "person:1:earned"),)),
            ("lots_differ", (("account", "person:1:earned"), ("balance", 0), ("in_lots", 20))),
        },
    ),
    "a balance that is another": (
        "UPDATE ledger_balance SET balance = 21 WHERE account_id = {earned}",
        {
            (
                "balance_differs",
                (("account", "person:1:earned"), ("balance", 21), ("replayed", 20)),
            ),
            ("lots_differ", (("account", "person:1:earned"), ("balance", 21), ("in_lots", 20))),
        },
    ),
    "a journal that wants more": (
        "UPDATE ledger_journal SET postings = 5 WHERE id = 1",
        {("incomplete_journal", (("declared", 5), ("found", 1), ("journal", 1)))},
    ),
    "an entry out of line": (
        "UPDATE ledger_entry SET balance_after = 7 WHERE account_id = {earned}",
        {("broken_chain", (("account", "person:1:earned"), ("version", 1)))},
    ),
    "an entry that is gone": (
        "DELETE FROM ledger_entry WHERE account_id = {earned}",
        {("broken_chain", (("found", 6), ("true", 6), ("wanted", 7)))},
    ),
    "an entry of another amount": (
        "UPDATE ledger_entry SET delta = 7, balance_after = 7 WHERE account_id = {earned}",
        {("broken_chain", (("found", 7), ("true", 6), ("wanted", 7)))},
    ),
    "pending without an order": (
        "UPDATE ledger_balance SET balance = 3 WHERE account_id = {pending}",
        {
            (
                "balance_differs",
                (("account", "educator:2:pending"), ("balance", 3), ("replayed", 0)),
            ),
            (
                "orders_differ",
                (("account", "educator:2:pending"), ("balance", 3), ("in_orders", 0)),
            ),
        },
    ),
    "a posting of another amount": (
        "UPDATE ledger_posting SET amount = 19 WHERE debit_id = {issuance}",
        {
            ("bridge", (("TOK", 19), ("account", "fund:committed"), ("money", 20))),
            (
                "balance_differs",
                (("account", "person:1:earned"), ("balance", 20), ("replayed", 19)),
            ),
            ("broken_chain", (("found", 7), ("true", 6), ("wanted", 7))),
        },
    ),
}
GUARDS = (
    "ledger_balance_check", "ledger_balance_kept", "ledger_journal_fixed", "ledger_entry_fixed",
    "ledger_entry_kept", "ledger_posting_fixed", "ledger_account_fixed",
)  # fmt: skip


def unguard(engine: Engine) -> None:
    """As who has the database's password could."""
    if is_postgresql(engine.address):
        names = ("account", "balance", "journal", "posting", "entry")
        act(
            engine.address,
            *(f"ALTER TABLE ledger_{name} DISABLE TRIGGER ALL" for name in names),
        )
    else:
        act(engine.address, *(f"DROP TRIGGER {name}" for name in GUARDS))


@pytest.fixture
async def books(engine: Engine) -> Engine:
    """One grant of 20 to person 1; an educator 2 who once was paid and has nothing."""
    await meet_people(engine, 2)
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(grant_from_fund, GrantFromFund("quiz", 1, "quiz", 20))
    for key, debit, credit in (
        ("there", "issuance:purchased", "educator:2:pending"),
        ("back", "educator:2:pending", "issuance:purchased"),
    ):
        lines = (Line(debit, credit, "TOK", 1),)
        await engine.run(post_journal, Journal(key, "test.posted", lines))
    return engine


def id_of(engine: Engine, code: str) -> int:
    return int(rows(engine.address, f"SELECT id FROM ledger_account WHERE code = '{code}'")[0][0])  # noqa: S608


@pytest.mark.parametrize("name", PROBLEMS)
async def test_the_check_names_what_is_wrong(books: Engine, name: str) -> None:
    assert (await books.read(verify, None)).problems == ()
    statement, wanted = PROBLEMS[name]
    unguard(books)
    codes = {
        "earned": "person:1:earned",
        "pending": "educator:2:pending",
        "issuance": "issuance:rewards:quiz",
    }
    act(books.address, statement.format(**{key: id_of(books, code) for key, code in codes.items()}))
    found = (await books.read(verify, None)).problems
    assert {(one.code, tuple(sorted(one.data.items()))) for one in found} == wanted
    names = {checking._name(one) for one in found}
    assert names == {
        ":".join((code, *(str(dict(data).get(key, "")) for key in ("account", "asset", "journal"))))
        for code, data in wanted
    }


async def test_own_funds_that_are_short_are_a_problem_of_the_check(books: Engine) -> None:
    loss = Line("expense:chargeback", "bank", "USD", 1)
    await books.run(post_journal, Journal("loss", "test.posted", (loss,)))
    found = (await books.read(audit, None)).problems
    assert found == (AuditProblem("own_funds", {"own_funds": -1}),)


async def test_a_floor_that_was_crossed_is_found(books: Engine) -> None:
    unguard(books)
    account = id_of(books, "person:1:earned")
    issuance = id_of(books, "issuance:rewards:quiz")
    turned = f"SET debit_id = {account}, credit_id = {issuance} WHERE credit_id = {account}"
    act(books.address, f"UPDATE ledger_posting {turned}")
    found = (await books.read(audit, None)).problems
    assert AuditProblem("below_floor", {"account": "person:1:earned", "is": -20}) in found


async def test_assets_that_do_not_cancel_out_are_found() -> None:
    row = namedtuple("row", "asset debited")
    told = _unbalanced([row("TOK", 5), row("USD", 3), row("TOK", -2), row("USD", -3)])
    assert told == [AuditProblem("unbalanced", {"asset": "TOK", "sum": 3})]
