"""On PostgreSQL whoever pays an educator waits for nobody else who does: what cannot be refused is
entered by COMMIT where another transaction has the account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Connection, bindparam, func, select, text

from engine.foundation.door import Engine
from engine.foundation.postgresql import PostgresDatabase
from engine.foundation.schema import with_connection
from engine.foundation.tx import Tx
from engine.wallet.chart import (
    TOKENS,
    educator_available,
    educator_pending,
    person_purchased,
)
from engine.wallet.commands import Journal, Line
from engine.wallet.errors import InsufficientBalance
from engine.wallet.queries import balance_of
from engine.wallet.service import post_journal
from peerloom.database import migrate
from tests.engine.wallet.replaying import Rows
from tests.postgresql import PostgresServer

EVA = 7
PENDING, AVAILABLE = educator_pending(EVA), educator_available(EVA)
END = select(func.pg_terminate_backend(bindparam("of_pid")).label("is_done"))
PATIENCE_SECONDS = 20


@pytest.fixture
def address(postgres_address: str) -> str:
    return postgres_address


@pytest.fixture
async def engine(engine: Engine) -> Engine:
    """Persons 1 and 2 have 1,000 tokens each, and have paid Eva 10."""
    for person in (1, 2):
        await engine.run(post_journal, moved("issuance:purchased", person_purchased(person), 1000))
        await engine.run(post_journal, paid(person, 10, key="before"))
    return engine


def moved(giver: str, taker: str, tokens: int, key: str = "moved") -> Journal:
    line = Line(giver, taker, TOKENS, tokens)
    return Journal(f"{key}:{giver}:{taker}", "test.posted", (line,))


def paid(person: int, tokens: int, *, key: str = "paid") -> Journal:
    return moved(person_purchased(person), PENDING, tokens, key)


@dataclass
class Other:
    """Another transaction that has Eva's account, as one that takes from there."""

    line: Any
    pid: int

    async def takes(self, code: str) -> None:
        found = await self.line.fetchval("SELECT id FROM ledger_account WHERE code = $1", code)
        await self.line.execute(f"SELECT pg_advisory_xact_lock({found})")

    async def ends(self) -> None:
        await self.line.execute("COMMIT")


@pytest.fixture
async def other(engine: Engine) -> AsyncIterator[Other]:
    line = await asyncpg.connect(str(engine.address))
    await line.execute("BEGIN")
    has_it = Other(line, await line.fetchval("SELECT pg_backend_pid()"))
    await has_it.takes(PENDING)
    yield has_it
    await line.close()


class Working:
    """A command under way; `is_at_end` once its service has nothing left to do."""

    def __init__(self, engine: Engine, service: Callable[[Tx], Any]) -> None:
        self.is_at_end = asyncio.Event()
        self.task = asyncio.create_task(engine.run(lambda tx, _: self._work(tx, service), None))

    def _work(self, tx: Tx, service: Callable[[Tx], Any]) -> Any:
        answer = service(tx)
        self.is_at_end.set()
        return answer

    async def reaches_its_end(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.is_at_end.wait()


async def held(engine: Engine, *codes: str) -> list[int]:
    return await engine.read(lambda tx, codes: [balance_of(tx, code) for code in codes], codes)


def gapless(engine: Engine) -> None:
    """Every posting has its entries, without a gap, and the balances are what they say."""
    rows = Rows(engine.address)
    for account_id, balance in rows.balances.items():
        entries = [row for row in rows.entries if row.account_id == account_id]
        assert [row.version for row in entries] == list(range(1, balance.version + 1))
        assert [row.balance_after for row in entries] == list(
            accumulate(row.delta for row in entries)
        )
        assert balance.balance == sum(row.delta for row in entries)
        touching = [row.id for row in rows.postings if account_id in (row.debit_id, row.credit_id)]
        assert sorted(row.posting_id for row in entries) == sorted(touching)


def sound(engine: Engine) -> None:
    """The same, and no command had to be tried again."""
    gapless(engine)
    database = engine.database
    assert isinstance(database, PostgresDatabase)
    assert database.retries == 0


async def test_who_pays_works_on_while_another_has_the_account(
    engine: Engine, other: Other
) -> None:
    working = [Working(engine, lambda tx, n=n: post_journal(tx, paid(n, 30))) for n in (1, 2)]
    for one in working:
        await one.reaches_its_end()
        assert not one.task.done()  # its COMMIT waits
    assert await held(engine, PENDING) == [20]
    await other.ends()
    for one in working:
        assert (await one.task).is_new
    assert await held(engine, PENDING, person_purchased(1), person_purchased(2)) == [80, 960, 960]
    sound(engine)


async def test_what_was_put_off_is_there_for_who_takes_in_the_same_transaction(
    engine: Engine, other: Other
) -> None:
    def pay_and_mature(tx: Tx) -> list[int]:
        post_journal(tx, paid(1, 100))
        before = balance_of(tx, PENDING)
        tx.query(END, of_pid=other.pid)
        post_journal(tx, moved(PENDING, AVAILABLE, 115))
        return [before, balance_of(tx, PENDING), balance_of(tx, AVAILABLE)]

    working = Working(engine, pay_and_mature)
    assert await working.task == [20, 5, 115]
    assert await held(engine, PENDING, AVAILABLE) == [5, 115]
    sound(engine)


async def test_a_refusal_leaves_what_was_put_off_before_it(engine: Engine, other: Other) -> None:
    def pay_and_take_too_much(tx: Tx) -> str:
        post_journal(tx, paid(1, 100))
        tx.query(END, of_pid=other.pid)
        try:
            post_journal(tx, moved(PENDING, AVAILABLE, 121))
        except InsufficientBalance as refusal:
            return str(refusal.data)
        return "taken"

    working = Working(engine, pay_and_take_too_much)
    assert "120" in await working.task
    assert await held(engine, PENDING, AVAILABLE) == [120, 0]
    sound(engine)


async def test_a_payment_that_is_undone_puts_nothing_off(engine: Engine, other: Other) -> None:
    def pay_and_fail(tx: Tx) -> None:
        post_journal(tx, paid(1, 100))
        raise LookupError("on purpose")

    working = Working(engine, pay_and_fail)
    with pytest.raises(LookupError, match="on purpose"):
        await working.task
    await other.ends()
    assert await held(engine, PENDING, person_purchased(1)) == [20, 990]
    sound(engine)


async def test_two_who_meet_in_their_commits_are_both_done(engine: Engine, other: Other) -> None:
    """Each has what the other one waits for: the server ends one of them, and it is tried again."""
    second = educator_pending(EVA + 1)
    await engine.run(post_journal, moved("issuance:purchased", second, 1, "opened"))
    await other.takes(second)

    def pay_both(person: int, *codes: str) -> Callable[[Tx], None]:
        def service(tx: Tx) -> None:
            for code in codes:
                post_journal(tx, moved(person_purchased(person), code, 5, "both"))

        return service

    working = [
        Working(engine, pay_both(1, PENDING, second)),
        Working(engine, pay_both(2, second, PENDING)),
    ]
    for one in working:
        await one.reaches_its_end()
    await other.ends()
    for one in working:
        await one.task
    assert await held(engine, PENDING, second) == [30, 11]
    gapless(engine)


async def test_many_who_pay_and_one_who_takes_leave_no_gap(engine: Engine) -> None:
    journals = [paid(n % 2 + 1, 1, key=f"n{n}") for n in range(120)]
    takes = [moved(PENDING, AVAILABLE, 2, key=f"t{n}") for n in range(10)]
    everything = [journal for n in range(10) for journal in (*journals[n::10], takes[n])]
    await asyncio.gather(*(engine.run(post_journal, journal) for journal in everything))
    assert await held(engine, PENDING, AVAILABLE) == [120, 20]
    sound(engine)


GUARDS = """
    SELECT pg_get_functiondef(oid) AS text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY text
"""
OF_BEFORE = (
    "DROP TRIGGER ledger_posting_put_off ON ledger_posting",
    "DROP FUNCTION ledger_posting_put_off, ledger_credit_waits, ledger_may_wait",
    "CREATE OR REPLACE FUNCTION ledger_posting_apply() RETURNS trigger LANGUAGE plpgsql "
    "AS $$BEGIN RETURN NULL; END$$",
)


def test_a_database_of_before_gets_what_a_new_one_has(postgres_server: PostgresServer) -> None:
    address = postgres_server.new_database()

    def guards(connection: Connection) -> list[str]:
        return list(connection.execute(text(GUARDS)).scalars())

    def put_back(connection: Connection) -> None:
        for statement in OF_BEFORE:
            connection.execute(text(statement))

    migrate(address, "0012")
    wanted = with_connection(address, guards)
    with_connection(address, put_back, commit=True)
    assert with_connection(address, guards) != wanted
    migrate(address)
    assert with_connection(address, guards) == wanted
    postgres_server.drop(address)
